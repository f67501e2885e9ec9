/// The quarantine over HTTP.
@NullMarked
package dev.flywheel.ingestion.quarantine.web;

import org.jspecify.annotations.NullMarked;
