/// What is loaded, over HTTP.
@NullMarked
package dev.flywheel.inference.serving.web;

import org.jspecify.annotations.NullMarked;
