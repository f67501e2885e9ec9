package dev.flywheel.monitoring.watch;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// How far the log has been counted, kept with the counts and moved in their transaction.
@Repository
public class LogPositions {

    private final JdbcClient jdbc;

    public LogPositions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The stored progress of a topic, by partition.
    public Map<Integer, Stored> of(String topic) {
        return jdbc
                .sql(
                        "select kafka_partition, next_offset, greatest_event_time from log_position"
                                + " where topic = :topic")
                .param("topic", topic)
                .query((row, _) -> {
                    OffsetDateTime at = row.getObject("greatest_event_time", OffsetDateTime.class);
                    return Map.entry(
                            row.getInt("kafka_partition"),
                            new Stored(
                                    row.getLong("next_offset"),
                                    at == null ? null : at.toInstant()));
                })
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Moves a partition on.
    ///
    /// @throws LogMovedException if another instance has counted meanwhile
    void move(LogBatch.Position position) {
        Instant at = position.greatestEventTime();
        int moved =
                jdbc.sql(
                                """
                                insert into log_position
                                    (topic, kafka_partition, next_offset, greatest_event_time)
                                values (:topic, :partition, :next, :at)
                                on conflict (topic, kafka_partition) do update
                                set next_offset = excluded.next_offset,
                                    greatest_event_time = excluded.greatest_event_time
                                where log_position.next_offset <= :from
                                """)
                        .param("topic", position.topic())
                        .param("partition", position.partition())
                        .param("next", position.next())
                        .param("from", position.from())
                        .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
                        .update();
        if (moved == 0) {
            throw new LogMovedException(position.topic(), position.partition());
        }
    }

    /// Where a partition stands.
    public record Stored(long nextOffset, @Nullable Instant greatestEventTime) {}
}
