/// The watch over one pipeline: takes the prediction log batch by batch, counts it, and judges what
/// the pipeline's clock has closed.
///
/// Start with [LogCounter], whose one transaction holds counts, offsets, judgements and outbox.
@NullMarked
package dev.flywheel.monitoring.watch;

import org.jspecify.annotations.NullMarked;
