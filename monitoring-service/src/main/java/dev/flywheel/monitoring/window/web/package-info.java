/// Windows, for people and the command line.
@NullMarked
package dev.flywheel.monitoring.window.web;

import org.jspecify.annotations.NullMarked;
