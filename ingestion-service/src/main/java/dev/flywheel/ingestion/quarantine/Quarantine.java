package dev.flywheel.ingestion.quarantine;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.Message;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// Makes the messages of the quarantine topic.
@Component
public class Quarantine {

    /// What was sent as an event.
    public static final Quarantined.Origin AN_EVENT = new Quarantined.Origin("events", null);

    private static final String REFUSED_BY = "ingestion";

    private final Clock clock;
    private final int largest;

    public Quarantine(Clock clock, IngestionProperties properties) {
        this.clock = clock;
        this.largest = properties.largestMessage();
    }

    /// The message that keeps an input, whole if Kafka takes it. Its key is the input's id.
    ///
    /// @param reasons shown as [Excerpt#of(List)] makes them
    public Message message(
            String pipeline,
            String id,
            String content,
            String encoding,
            List<Quarantined.Reason> reasons,
            Quarantined.Origin origin) {
        String key = Excerpt.ofId(id);
        Quarantined whole =
                new Quarantined(
                        key,
                        content,
                        encoding,
                        Excerpt.of(reasons),
                        REFUSED_BY,
                        clock.instant(),
                        origin);
        String topic = Topics.quarantine(pipeline);
        if (content.length() <= Excerpt.KEPT) {
            return new Message(topic, key, Json.bytes(whole));
        }
        Message smaller = new Message(topic, key, Json.bytes(Excerpt.of(whole, Excerpt.KEPT)));
        return written(content) > largest
                ? smaller
                : new Message(topic, key, Json.bytes(whole), smaller);
    }

    /// How many bytes a text takes in JSON, without making them: of control characters it may be
    /// six times as many.
    private static long written(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += 6;
            } else if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }
}
