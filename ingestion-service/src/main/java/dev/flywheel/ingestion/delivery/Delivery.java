package dev.flywheel.ingestion.delivery;

import java.util.List;

/// The way into the log.
@FunctionalInterface
public interface Delivery {

    /// Returns when all messages have been acknowledged by every in-sync replica.
    ///
    /// @throws DeliveryException if that isn't known of each of them; some may have arrived all the
    ///   same, so the caller sends them again and readers drop what they know by its id
    void deliver(List<Message> messages);
}
