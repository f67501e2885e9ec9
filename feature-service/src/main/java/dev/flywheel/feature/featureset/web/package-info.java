/// The HTTP side of feature sets.
@NullMarked
package dev.flywheel.feature.featureset.web;

import org.jspecify.annotations.NullMarked;
