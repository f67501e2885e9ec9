/// Which version of each model serves, and how another one takes its place: fetched, checked,
/// warmed up, swapped.
///
/// Start with [ServingModels] and [ModelLoader]. Nothing here knows a request.
@NullMarked
package dev.flywheel.inference.serving;

import org.jspecify.annotations.NullMarked;
