/// The HTTP side of erasures.
@NullMarked
package dev.flywheel.feature.erasure.web;

import org.jspecify.annotations.NullMarked;
