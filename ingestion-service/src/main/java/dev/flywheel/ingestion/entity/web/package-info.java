/// Entities over HTTP.
@NullMarked
package dev.flywheel.ingestion.entity.web;

import org.jspecify.annotations.NullMarked;
