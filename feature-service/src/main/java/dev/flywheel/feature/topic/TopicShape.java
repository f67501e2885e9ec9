package dev.flywheel.feature.topic;

import java.time.Duration;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.config.TopicBuilder;

/// How this service's topics are made.
public final class TopicShape {

    /// How long events stay in Kafka; the archive keeps them for good.
    public static final Duration EVENTS_KEPT = Duration.ofDays(7);

    /// So long at most does a compacted topic keep what was replaced, and so long does a segment of
    /// the others grow before its time to be deleted runs: an erasure counts on both.
    private static final Duration LAGGING = Duration.ofDays(1);

    private TopicShape() {}

    /// A topic whose records are deleted some time after they arrived.
    public static TopicBuilder kept(String name, int partitions, Duration time) {
        return of(name, partitions)
                .config(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()))
                .config(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(LAGGING.toMillis()));
    }

    /// A topic that keeps the last record of each key.
    public static TopicBuilder compacted(String name, int partitions) {
        return of(name, partitions)
                .compact()
                .config(
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                        Long.toString(LAGGING.toMillis()));
    }

    /// A topic with the brokers' settings, but for the time of its records.
    public static TopicBuilder of(String name, int partitions) {
        // Event times may be years old: retention has to go by arrival.
        return TopicBuilder.name(name)
                .partitions(partitions)
                .replicas(-1)
                .config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
}
