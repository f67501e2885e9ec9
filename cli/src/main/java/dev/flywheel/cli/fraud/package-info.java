/// Made-up card payments with fraud among them, for the second pipeline.
@NullMarked
package dev.flywheel.cli.fraud;

import org.jspecify.annotations.NullMarked;
