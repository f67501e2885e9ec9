/// How a delivery that failed is answered over HTTP.
@NullMarked
package dev.flywheel.ingestion.delivery.web;

import org.jspecify.annotations.NullMarked;
