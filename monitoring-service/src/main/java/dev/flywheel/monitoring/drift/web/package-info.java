/// Drift, for people and the command line.
@NullMarked
package dev.flywheel.monitoring.drift.web;

import org.jspecify.annotations.NullMarked;
