/// Imports over HTTP.
@NullMarked
package dev.flywheel.ingestion.imports.web;

import org.jspecify.annotations.NullMarked;
