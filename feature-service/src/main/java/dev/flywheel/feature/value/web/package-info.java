/// The HTTP side of feature values.
@NullMarked
package dev.flywheel.feature.value.web;

import org.jspecify.annotations.NullMarked;
