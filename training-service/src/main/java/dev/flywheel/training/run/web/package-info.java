/// Training runs over HTTP.
@NullMarked
package dev.flywheel.training.run.web;

import org.jspecify.annotations.NullMarked;
