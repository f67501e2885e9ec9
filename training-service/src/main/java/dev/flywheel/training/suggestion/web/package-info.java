/// Proposed expectations over HTTP.
@NullMarked
package dev.flywheel.training.suggestion.web;

import org.jspecify.annotations.NullMarked;
