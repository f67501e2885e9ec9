/// Replays over HTTP.
@NullMarked
package dev.flywheel.ingestion.replay.web;

import org.jspecify.annotations.NullMarked;
