/// Calls from one service to another, with the caller's own credentials.
@NullMarked
package dev.flywheel.support.client;

import org.jspecify.annotations.NullMarked;
