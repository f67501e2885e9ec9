/// Events over HTTP.
@NullMarked
package dev.flywheel.ingestion.event.web;

import org.jspecify.annotations.NullMarked;
