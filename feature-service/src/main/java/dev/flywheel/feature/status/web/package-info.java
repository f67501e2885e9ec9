/// How a pipeline's archive, rows and online state are doing, over HTTP.
@NullMarked
package dev.flywheel.feature.status.web;

import org.jspecify.annotations.NullMarked;
