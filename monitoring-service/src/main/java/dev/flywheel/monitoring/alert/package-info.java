/// From judgements to alerts and retraining requests: one alert an episode, no request before the
/// cooldown is over, and none after several that led to nothing.
///
/// Start with [Episode] and [RetrainPolicy], both pure. What is decided leaves through [Outbox].
@NullMarked
package dev.flywheel.monitoring.alert;

import org.jspecify.annotations.NullMarked;
