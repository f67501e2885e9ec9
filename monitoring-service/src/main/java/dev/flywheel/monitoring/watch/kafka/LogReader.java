package dev.flywheel.monitoring.watch.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.monitoring.watch.LogBatch;
import dev.flywheel.monitoring.watch.LogPositions;
import dev.flywheel.monitoring.watch.Watermark;
import dev.flywheel.pipeline.Pipeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Turns polls of one pipeline's log into batches, from where the database says that counting
/// stands. For one thread.
final class LogReader {

    /// Bytes of a refused record that are kept at most.
    private static final int MOST_KEPT = 500_000;

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    private final Pipeline pipeline;
    private final Consumer<String, byte[]> consumer;
    private final Clock clock;
    private final Duration idleAfter;
    private final String predictionTopic;
    private final Watermark predictions = new Watermark();
    private final Watermark outcomes = new Watermark();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private ConsumerRecords<String, byte[]> polled = ConsumerRecords.empty();
    private Instant lastOutcome;

    /// @param idleAfter once no outcome came for so long, predictions alone move the outcomes'
    ///   clock
    LogReader(
            Pipeline pipeline,
            Consumer<String, byte[]> consumer,
            LogPositions positions,
            Clock clock,
            Duration idleAfter) {
        this.pipeline = pipeline;
        this.consumer = consumer;
        this.clock = clock;
        this.idleAfter = idleAfter;
        this.predictionTopic = Topics.predictions(pipeline.name());
        this.lastOutcome = clock.instant();
        for (String topic : List.of(predictionTopic, Topics.outcomes(pipeline.name()))) {
            Map<Integer, LogPositions.Stored> stored = positions.of(topic);
            for (TopicPartition partition : consumer.assignment()) {
                if (partition.topic().equals(topic)) {
                    start(partition, stored.get(partition.partition()));
                }
            }
        }
    }

    /// What one poll brings.
    LogBatch poll(Duration timeout) {
        ConsumerRecords<String, byte[]> records = consumer.poll(timeout);
        polled = records;
        List<PredictionServed> served = new ArrayList<>();
        List<OutcomeObserved> observed = new ArrayList<>();
        List<Quarantined> refused = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                if (record.topic().equals(predictionTopic)) {
                    served.add(prediction(record));
                } else {
                    observed.add(outcome(record));
                }
            } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
                refused.add(refusal(record, "It can't be read", e));
            }
        }
        if (!observed.isEmpty()) {
            lastOutcome = clock.instant();
        }
        Map<TopicPartition, Long> ends = ends();
        for (TopicPartition partition : consumer.assignment()) {
            Long end = ends.get(partition);
            boolean atEnd = end != null && consumer.position(partition) >= end;
            watermark(partition).caughtUp(partition.partition(), atEnd);
        }
        Optional<Instant> asked = predictions.reached();
        return new LogBatch(
                served,
                observed,
                refused,
                positions(records),
                asked.orElse(null),
                asked.flatMap(this::answered).orElse(null));
    }

    /// The last poll's batch, with its records refused instead of counted; it moves as far.
    LogBatch refused(LogBatch batch, RuntimeException cause) {
        List<Quarantined> refused = new ArrayList<>();
        polled.forEach(record -> refused.add(refusal(record, "It can't be counted", cause)));
        return new LogBatch(
                List.of(),
                List.of(),
                refused,
                batch.positions(),
                batch.clock(),
                batch.outcomeClock());
    }

    /// Records not read yet; 1 while it is not known whether there are any.
    long lag(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(1);
    }

    /// Asked for after each poll: what the consumer knows of ends is as old as each partition's
    /// last fetch. A partition that was at its end then would hold nothing back, although it has
    /// got records since that are older than what another one has just brought.
    private Map<TopicPartition, Long> ends() {
        try {
            return consumer.endOffsets(consumer.assignment(), ENDS_WITHIN);
        } catch (TimeoutException _) {
            return Map.of();
        }
    }

    /// How far outcomes are known: never beyond the predictions, as an outcome needs one.
    private Optional<Instant> answered(Instant asked) {
        boolean idle = clock.instant().isAfter(lastOutcome.plus(idleAfter));
        if (idle && outcomes.isCaughtUp()) {
            return Optional.of(asked);
        }
        return outcomes.reached().map(answered -> answered.isBefore(asked) ? answered : asked);
    }

    private void start(TopicPartition partition, LogPositions.@Nullable Stored stored) {
        if (stored == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, stored.nextOffset());
            Instant greatest = stored.greatestEventTime();
            if (greatest != null) {
                watermark(partition).observe(partition.partition(), greatest);
            }
        }
        watermark(partition).caughtUp(partition.partition(), false);
        next.put(partition, stored == null ? 0 : stored.nextOffset());
    }

    private Watermark watermark(TopicPartition partition) {
        return partition.topic().equals(predictionTopic) ? predictions : outcomes;
    }

    private PredictionServed prediction(ConsumerRecord<String, byte[]> record) {
        PredictionServed prediction =
                LogLimits.require(Json.read(record.value(), PredictionServed.class));
        observe(predictions, record, prediction.eventTime(), prediction.servedAt());
        return prediction;
    }

    private OutcomeObserved outcome(ConsumerRecord<String, byte[]> record) {
        OutcomeObserved outcome =
                LogLimits.require(Json.read(record.value(), OutcomeObserved.class));
        observe(outcomes, record, outcome.happenedAt(), outcome.seenAt());
        return outcome;
    }

    /// An event time that the pipeline's door would not let in moves no clock.
    private void observe(
            Watermark watermark, ConsumerRecord<?, ?> record, Instant eventTime, Instant wallTime) {
        if (!eventTime.isAfter(wallTime.plus(pipeline.accept().future()))) {
            watermark.observe(record.partition(), eventTime);
        }
    }

    private List<LogBatch.Position> positions(ConsumerRecords<String, byte[]> records) {
        List<LogBatch.Position> positions = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            long to = records.records(partition).getLast().offset() + 1;
            Long from = next.put(partition, to);
            positions.add(
                    new LogBatch.Position(
                            partition.topic(),
                            partition.partition(),
                            from == null ? 0 : from,
                            to,
                            watermark(partition).of(partition.partition()).orElse(null)));
        }
        return positions;
    }

    private Quarantined refusal(
            ConsumerRecord<String, byte[]> record, String reason, RuntimeException cause) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        List<Quarantined.Reason> reasons = new ArrayList<>();
        reasons.add(new Quarantined.Reason(null, reason + ": " + cause.getMessage()));
        if (value.length > MOST_KEPT) {
            // Base64 of the whole would be more than a topic takes, and block what leaves after it.
            value = Arrays.copyOf(value, MOST_KEPT);
            reasons.add(
                    new Quarantined.Reason(
                            null, "Only its first %d bytes are here".formatted(MOST_KEPT)));
        }
        return new Quarantined(
                "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()),
                Base64.getEncoder().encodeToString(value),
                "base64",
                reasons,
                "monitoring",
                clock.instant());
    }
}
