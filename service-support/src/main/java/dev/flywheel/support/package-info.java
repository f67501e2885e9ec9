/// What all six services share of Spring. A service gets it by having this module on its class
/// path.
///
/// Start with [ServiceSupport]. It must not know any one service.
@NullMarked
package dev.flywheel.support;

import org.jspecify.annotations.NullMarked;
