/// Live quality, for people and the command line.
@NullMarked
package dev.flywheel.monitoring.quality.web;

import org.jspecify.annotations.NullMarked;
