/// The watch's state, for people and the command line.
@NullMarked
package dev.flywheel.monitoring.watch.web;

import org.jspecify.annotations.NullMarked;
