/// Training that is asked for by other services.
@NullMarked
package dev.flywheel.training.request;

import org.jspecify.annotations.NullMarked;
