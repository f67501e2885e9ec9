/// How each of the six services is started: jar, heap, environment, and its ahead-of-time cache.
/// Start from [ServiceName].
@NullMarked
package dev.flywheel.standalone.service;

import org.jspecify.annotations.NullMarked;
