/// The model bundle and the scoring plan: written by training, loaded by inference.
///
/// Start with [dev.flywheel.model.bundle.ModelBundle]. This module knows neither Spring nor the
/// library that trains, and takes rows by column, wherever they come from.
@NullMarked
package dev.flywheel.model;

import org.jspecify.annotations.NullMarked;
