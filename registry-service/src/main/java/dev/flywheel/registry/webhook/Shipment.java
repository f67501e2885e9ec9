package dev.flywheel.registry.webhook;

import java.util.UUID;

/// A delivery that this process has claimed, and all that it takes to send it.
///
/// @param attempt which attempt this is, from 1
record Shipment(UUID id, UUID webhook, String body, int attempt, Target target) {

    /// Where to send, and what to sign with.
    ///
    /// @param secret empty if the webhook has none
    record Target(String url, String secret) {

        /// Never the secret.
        @Override
        public String toString() {
            return url;
        }
    }
}
