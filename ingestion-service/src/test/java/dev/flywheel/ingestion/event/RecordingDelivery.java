package dev.flywheel.ingestion.event;

import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.DeliveryException;
import dev.flywheel.ingestion.delivery.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A log that only remembers, and that can be told to fail.
public final class RecordingDelivery implements Delivery {

    private final List<Message> messages = new ArrayList<>();
    private @Nullable DeliveryException failure;

    @Override
    public void deliver(List<Message> batch) {
        if (failure != null) {
            throw failure;
        }
        messages.addAll(batch);
    }

    public List<Message> messages() {
        return messages;
    }

    /// What happens from now on; null to work again.
    public void failWith(@Nullable DeliveryException thrown) {
        failure = thrown;
    }
}
