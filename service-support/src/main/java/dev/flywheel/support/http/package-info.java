/// What is the same about all requests: how large their bodies may be.
@NullMarked
package dev.flywheel.support.http;

import org.jspecify.annotations.NullMarked;
