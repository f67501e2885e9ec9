/// The online state: what inference needs to know of every user, item and combination, kept up to
/// date event by event. Start at [OnlineState]; the topology is in `streams`.
@NullMarked
package dev.flywheel.feature.online;

import org.jspecify.annotations.NullMarked;
