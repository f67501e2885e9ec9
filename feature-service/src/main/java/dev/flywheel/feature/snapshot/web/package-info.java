/// The HTTP side of snapshots.
@NullMarked
package dev.flywheel.feature.snapshot.web;

import org.jspecify.annotations.NullMarked;
