package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.join.JoinState;
import dev.flywheel.pipeline.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The topology of the online state: each event once, then one stage for each group of features,
/// repartitioned by the group's own key.
///
/// A stage applies in order of arrival; the states do not depend on it. Its store is cached, so a
/// commit writes and publishes each changed state once, in the same transaction: what is published
/// is what is stored, at most once a key and commit interval.
///
/// Events that take their entities from others pass a stage first, repartitioned by the value of
/// the join; without such events there is none.
///
/// Groups that are keyed by what earlier events brought share one stage more: the stage of the
/// entity whose events those are also keeps their trail, and sends on what each event counts in,
/// and what a late one takes back.
public final class OnlineTopology {

    /// The store of event ids that arrived.
    static final String SEEN = "seen";

    /// The store that counts the events applied, by task.
    static final String APPLIED = "applied";

    /// The store, and the repartition, of all groups that follow a trail.
    static final String FOLLOWED = "followed";

    /// The store, and the repartition, of joined events and what they point to; no group has a name
    /// with a hyphen.
    static final String JOINED = "joined-events";

    private static final Serde<Reading> READINGS = ReadingSerde.create();

    private final Pipeline pipeline;
    private final FeatureSet features;
    private final ArrivalReader reader;
    private final AttributeLookup attributes;
    private final Duration remembered;
    private final String archivedEvents;
    private final String archivedEntities;
    private final Erasing erasing;
    private final LongAdder unplaced = new LongAdder();
    private final StateChanges states;
    private final Map<String, Group> followed;

    /// @param attributes of other entities, for states that take them in
    /// @param remembered how long, by arrival, an event's id is known again
    /// @param erased what must not be taken in any more
    public OnlineTopology(
            Pipeline pipeline,
            ArrivalReader reader,
            AttributeLookup attributes,
            Duration remembered,
            Supplier<ErasedKeys> erased) {
        this.pipeline = pipeline;
        this.features = pipeline.featureSet();
        this.reader = reader;
        this.attributes = attributes;
        this.remembered = remembered;
        this.archivedEvents = Topics.archivedEvents(pipeline.name(), features.id());
        this.archivedEntities = Topics.archivedEntities(pipeline.name(), features.id());
        this.erasing = new Erasing(erased);
        this.states = new StateChanges(features, attributes, erasing, unplaced);
        this.followed =
                features.groups().stream()
                        .filter(features::followsTrail)
                        .collect(Collectors.toMap(Group::name, Function.identity()));
    }

    /// Events since the start that came too late to be counted, or taken back, where they should
    /// be.
    public long unplaced() {
        return unplaced.sum();
    }

    /// Has states forgotten and their tombstones published, soon.
    void remove(Collection<String> stateKeys) {
        erasing.remove(stateKeys);
    }

    /// The name of a group's store.
    public static String store(FeatureSet features, Group group) {
        return (features.followsTrail(group) ? FOLLOWED : String.join(".", group.by())) + "-state";
    }

    /// The topics that others write.
    List<String> sources() {
        return List.of(
                Topics.events(pipeline.name()),
                Topics.entities(pipeline.name()),
                archivedEvents,
                archivedEntities);
    }

    /// How many records an event may become one after the other, each on a topic, until it is in
    /// every state that it counts in.
    int depth() {
        int joined = features.schema().hasJoins() ? 1 : 0;
        return (followed.isEmpty() ? 2 : 3) + joined;
    }

    /// The names of the repartitions, as Kafka Streams makes topics of them.
    public List<String> repartitions() {
        Stream<String> groups = features.groups().stream().map(this::name);
        Stream<String> joined = features.schema().hasJoins() ? Stream.of(JOINED) : Stream.empty();
        return Stream.concat(joined, groups).map(name -> "by-" + name).distinct().toList();
    }

    private String name(Group group) {
        return features.followsTrail(group) ? FOLLOWED : String.join(".", group.by());
    }

    public void addTo(StreamsBuilder builder) {
        KStream<String, Reading> events =
                withEntities(
                        builder.stream(
                                        List.of(Topics.events(pipeline.name()), archivedEvents),
                                        Consumed.with(Serdes.String(), Serdes.ByteArray())
                                                .withName("events"))
                                .process(
                                        new FirstArrivals(
                                                reader, archivedEvents, remembered, erasing),
                                        Named.as("first-arrivals")));
        KStream<String, Reading> versions =
                builder.stream(
                                List.of(Topics.entities(pipeline.name()), archivedEntities),
                                Consumed.with(Serdes.String(), Serdes.ByteArray())
                                        .withName("entities"))
                        .processValues(EntityVersions::new, Named.as("entity-versions"));
        KStream<String, byte[]> contributions = null;
        for (Group group : features.groups()) {
            if (features.followsTrail(group)) {
                continue;
            }
            KStream<String, Reading> changes = addStage(group, events, versions);
            if (features.trailed().contains(group)) {
                KStream<String, byte[]> more =
                        changes.process(
                                new Trails(features, group, attributes, unplaced, erasing),
                                Named.as("trail-of-" + name(group)));
                contributions =
                        contributions == null
                                ? more
                                : contributions.merge(more, Named.as("and-of-" + name(group)));
            }
        }
        if (contributions != null) {
            addFollowed(contributions);
        }
    }

    /// The events, joined ones with the keys of what they point to.
    private KStream<String, Reading> withEntities(KStream<String, Reading> events) {
        Schema schema = features.schema();
        if (!schema.hasJoins()) {
            return events;
        }
        KStream<String, Reading> joined =
                events.flatMap((_, reading) -> joins(schema, reading), Named.as("values-of-joins"))
                        .repartition(
                                Repartitioned.with(Serdes.String(), READINGS)
                                        .withName("by-" + JOINED))
                        .process(new Joins(schema, remembered, unplaced), Named.as("join"));
        return events.filterNot(
                        (_, reading) ->
                                reading instanceof Reading.OfEvent(var event, _)
                                        && schema.event(event.eventType()).join() != null,
                        Named.as("events-with-entities"))
                .merge(joined, Named.as("and-joined-events"));
    }

    private static List<KeyValue<String, Reading>> joins(Schema schema, Reading reading) {
        return reading instanceof Reading.OfEvent(var event, _)
                ? JoinState.keys(schema, event).stream()
                        .map(key -> KeyValue.pair(key, reading))
                        .toList()
                : List.of();
    }

    private void addFollowed(KStream<String, byte[]> contributions) {
        publish(
                FOLLOWED,
                contributions
                        .repartition(
                                Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                                        .withName("by-" + FOLLOWED))
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.ByteArray()))
                        .aggregate(
                                () -> StateChanges.NONE,
                                this::contributed,
                                Named.as("apply-" + FOLLOWED),
                                materialized(FOLLOWED)));
    }

    /// @return the changes, by the group's own key
    private KStream<String, Reading> addStage(
            Group group, KStream<String, Reading> events, KStream<String, Reading> versions) {
        String name = name(group);
        KStream<String, Reading> changes =
                changes(group, name, events, versions)
                        .repartition(
                                Repartitioned.with(Serdes.String(), READINGS)
                                        .withName("by-" + name));
        publish(
                name,
                changes.groupByKey(Grouped.with(Serdes.String(), READINGS))
                        .aggregate(
                                () -> StateChanges.NONE,
                                (_, change, state) -> states.apply(group, change, state),
                                Named.as("apply-" + name),
                                materialized(name)));
        return changes;
    }

    private static Materialized<String, byte[], KeyValueStore<Bytes, byte[]>> materialized(
            String name) {
        return Materialized.<String, byte[], KeyValueStore<Bytes, byte[]>>as(name + "-state")
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.ByteArray())
                .withCachingEnabled();
    }

    private void publish(String name, KTable<String, byte[]> states) {
        states.toStream(Named.as("changed-" + name))
                .to(
                        Topics.onlineFeatures(pipeline.name(), features.id()),
                        Produced.with(Serdes.String(), Serdes.ByteArray())
                                .withName("publish-" + name));
    }

    /// What changes the states of a group, by state key.
    private KStream<String, Reading> changes(
            Group group,
            String name,
            KStream<String, Reading> events,
            KStream<String, Reading> versions) {
        KStream<String, Reading> ofEvents =
                events.filter(
                                (_, reading) -> eventKey(group, reading) != null,
                                Named.as("events-of-" + name))
                        .selectKey(
                                (_, reading) -> Objects.requireNonNull(eventKey(group, reading)),
                                Named.as("event-key-of-" + name));
        if (!group.ofEntities() || group.by().size() > 1) {
            return ofEvents;
        }
        KStream<String, Reading> ofVersions =
                versions.filter(
                                (_, reading) -> versionKey(group, reading) != null,
                                Named.as("versions-of-" + name))
                        .selectKey(
                                (_, reading) -> Objects.requireNonNull(versionKey(group, reading)),
                                Named.as("version-key-of-" + name));
        return ofEvents.merge(ofVersions, Named.as("changes-of-" + name));
    }

    private @Nullable String eventKey(Group group, Reading reading) {
        if (reading instanceof Reading.Removed(var stateKey)) {
            return isRemovedBy(group, stateKey) ? stateKey : null;
        }
        Event event = reading.eventOrNull();
        return event != null
                        && (features.groupsOf(event.eventType()).contains(group)
                                || features.makesTrail(group, event.eventType()))
                ? features.stateKey(group, event, attributes)
                : null;
    }

    /// Whether a state is forgotten by way of that group's stage: one of its own, or one that
    /// follows a trail of it.
    private boolean isRemovedBy(Group group, String stateKey) {
        String name = groupName(stateKey);
        return group.name().equals(name)
                || (followed.containsKey(name) && features.trailed().contains(group));
    }

    private static String groupName(String stateKey) {
        return stateKey.substring(0, stateKey.indexOf(':'));
    }

    private static @Nullable String versionKey(Group group, Reading reading) {
        return reading instanceof Reading.OfEntityVersion(var version)
                        && group.isOf(version.entity())
                ? version.topicKey()
                : null;
    }

    private byte @Nullable [] contributed(String stateKey, byte[] contribution, byte[] state) {
        Group group = Objects.requireNonNull(followed.get(groupName(stateKey)), stateKey);
        return states.contribute(group, stateKey, contribution, state);
    }

    /// Reads entity versions; what cannot be read is left out, as the archive quarantines it.
    private final class EntityVersions
            extends ContextualFixedKeyProcessor<String, byte[], Reading> {

        @Override
        public void process(FixedKeyRecord<String, byte[]> arrived) {
            Instant arrivedAt = Instant.ofEpochMilli(arrived.timestamp());
            Reading reading =
                    Stage.isFrom(context(), archivedEntities)
                            ? ArrivalReader.archivedVersion(arrived.value())
                            : reader.entityVersion(arrived.value(), arrivedAt);
            if (reading instanceof Reading.OfEntityVersion version && !erasing.covers(version)) {
                context().forward(arrived.withValue(version));
            }
        }
    }
}
