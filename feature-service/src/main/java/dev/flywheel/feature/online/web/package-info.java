/// What instances of this service ask one another.
@NullMarked
package dev.flywheel.feature.online.web;

import org.jspecify.annotations.NullMarked;
