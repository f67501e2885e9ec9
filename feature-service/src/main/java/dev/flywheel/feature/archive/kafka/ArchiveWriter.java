package dev.flywheel.feature.archive.kafka;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.feature.archive.Archived;
import dev.flywheel.feature.arrival.Arrival;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.feature.topic.TopicIds;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Archives batches of one pipeline. What was refused is in the quarantine, and what answers a
/// prediction is among the outcomes, before the batch counts as archived: at least once each.
final class ArchiveWriter {

    private final Pipeline pipeline;
    private final ArchiveSink sink;
    private final TopicIds topicIds;
    private final Publisher publisher;
    private final Clock clock;
    private final Counter archived;
    private final Counter duplicates;
    private final Counter quarantined;
    private final Counter versions;
    private final Counter erased;

    ArchiveWriter(
            Pipeline pipeline,
            ArchiveSink sink,
            TopicIds topicIds,
            Publisher publisher,
            Clock clock,
            MeterRegistry meters) {
        this.pipeline = pipeline;
        this.sink = sink;
        this.topicIds = topicIds;
        this.publisher = publisher;
        this.clock = clock;
        this.archived = counter(meters, "archived");
        this.duplicates = counter(meters, "duplicate");
        this.quarantined = counter(meters, "quarantined");
        this.versions = counter(meters, "entity_version");
        this.erased = counter(meters, "erased");
    }

    /// Where each partition goes on, as PostgreSQL says.
    Map<TopicPartition, Long> offsets() {
        return sink.offsets(ids());
    }

    void write(List<Arrival> batch) {
        List<Quarantined> refused =
                batch.stream()
                        .map(Arrival::reading)
                        .filter(Reading.Refused.class::isInstance)
                        .map(reading -> ((Reading.Refused) reading).quarantined())
                        .toList();
        publisher.publish(
                Topics.quarantine(pipeline.name()), refused, Quarantined::eventId, Json::bytes);
        Archived result = sink.write(pipeline.name(), batch, ids(), this::publishOutcomes);
        archived.increment(result.events().size());
        duplicates.increment(result.duplicates());
        quarantined.increment(refused.size());
        versions.increment(result.entityVersions());
        erased.increment(result.erased());
    }

    private Map<String, String> ids() {
        return topicIds.of(Topics.events(pipeline.name()), Topics.entities(pipeline.name()));
    }

    /// A choice is an outcome at once; answers that come later are told with their rows.
    private void publishOutcomes(Archived result) {
        if (!(pipeline.label() instanceof Label.Choice choice)) {
            return;
        }
        List<OutcomeObserved> outcomes =
                result.events().stream()
                        .filter(event -> event.predictionId() != null)
                        .filter(event -> event.eventType().equals(choice.event()))
                        .map(this::outcome)
                        .toList();
        publisher.publish(
                Topics.outcomes(pipeline.name()),
                outcomes,
                OutcomeObserved::predictionId,
                Json::bytes);
    }

    private OutcomeObserved outcome(Event event) {
        return new OutcomeObserved(
                java.util.Objects.requireNonNull(event.predictionId()),
                pipeline.featureSet().keyFields(pipeline.featureSet().keys(event)),
                1,
                event.eventTime(),
                clock.instant(),
                event.eventId());
    }

    private Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("flywheel.archive.arrivals")
                .description("What arrived from Kafka, by what became of it")
                .tag("pipeline", pipeline.name())
                .tag("outcome", outcome)
                .register(meters);
    }
}
