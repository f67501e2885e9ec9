package dev.flywheel.ingestion.quarantine;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.delivery.Message;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// Makes the messages of the quarantine topic.
@Component
public class Quarantine {

    private static final String REFUSED_BY = "ingestion";

    private final Clock clock;

    public Quarantine(Clock clock) {
        this.clock = clock;
    }

    public Message message(
            String pipeline,
            String id,
            String content,
            String encoding,
            List<Quarantined.Reason> reasons) {
        return new Message(
                Topics.quarantine(pipeline),
                id,
                Json.bytes(
                        new Quarantined(
                                id, content, encoding, reasons, REFUSED_BY, clock.instant())));
    }
}
