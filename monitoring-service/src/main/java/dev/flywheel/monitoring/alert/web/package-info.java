/// Alerts, for people and the command line.
@NullMarked
package dev.flywheel.monitoring.alert.web;

import org.jspecify.annotations.NullMarked;
