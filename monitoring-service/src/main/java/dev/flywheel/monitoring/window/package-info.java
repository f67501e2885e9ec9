/// Windows of live traffic: integer counts of what a model version was asked within a stretch of
/// event time.
///
/// Start with [WindowCounts]. Counts only ever add up, so any order of arrival gives the same
/// window. It must not know how windows are judged.
@NullMarked
package dev.flywheel.monitoring.window;

import org.jspecify.annotations.NullMarked;
