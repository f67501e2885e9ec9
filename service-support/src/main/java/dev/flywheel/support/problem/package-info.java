/// RFC 9457 problems: how they are made, and the answers that are the same in all services.
@NullMarked
package dev.flywheel.support.problem;

import org.jspecify.annotations.NullMarked;
