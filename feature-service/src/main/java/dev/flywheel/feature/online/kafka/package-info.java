/// How reference data reaches the catalogue that the online state looks attributes up in.
@NullMarked
package dev.flywheel.feature.online.kafka;

import org.jspecify.annotations.NullMarked;
