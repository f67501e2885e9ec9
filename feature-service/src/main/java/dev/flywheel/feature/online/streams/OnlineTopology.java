package dev.flywheel.feature.online.streams;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The topology of the online state: each event once, then a record for each state that it changes,
/// repartitioned by the state's key.
///
/// States are changed in order of arrival; they do not depend on it. Their store is cached, so a
/// commit writes and publishes each changed state once, in the same transaction: what is published
/// is what is stored, at most once a key and commit interval.
///
/// Events that take their entities from others pass a stage first, repartitioned by the value of
/// the join; without such events there is none.
///
/// States that are keyed by what earlier events brought have one stage more: beside the state of
/// the entity whose events those are is their trail, which sends on what each event counts in, and
/// what a late one takes back.
///
/// All states of a stage share one repartition and one store, as every topic more is paid for with
/// each commit.
public final class OnlineTopology {

    /// The store of event ids that arrived.
    static final String SEEN = "seen";

    /// The store that counts the events applied, by task.
    static final String APPLIED = "applied";

    /// The repartition of the states that events and reference data change directly, and the name
    /// of their store.
    static final String STATE = "state";

    /// The same of the states that follow a trail.
    static final String FOLLOWED = "followed";

    /// The store, and the repartition, of joined events and what they point to.
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
    private final Map<String, Group> groups;

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
        this.groups =
                features.groups().stream()
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

    /// The name of the store that has a group's states.
    public static String store(FeatureSet features, Group group) {
        return store(features.followsTrail(group) ? FOLLOWED : STATE);
    }

    private static String store(String stage) {
        return stage + "-store";
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
        return 1 + repartitions().size();
    }

    /// The names of the repartitions, as Kafka Streams makes topics of them.
    public List<String> repartitions() {
        List<String> names = new ArrayList<>();
        if (features.schema().hasJoins()) {
            names.add(repartition(JOINED));
        }
        if (!groups.isEmpty()) {
            names.add(repartition(STATE));
        }
        if (!features.trailed().isEmpty()) {
            names.add(repartition(FOLLOWED));
        }
        return names;
    }

    private static String repartition(String name) {
        return "by-" + name;
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
                        .processValues(
                                () -> new EntityVersions(reader, archivedEntities, erasing),
                                Named.as("entity-versions"));
        if (groups.isEmpty()) {
            return;
        }
        StateKeys keys = new StateKeys(features, attributes);
        KStream<String, Reading> changes =
                events.merge(versions, Named.as("events-and-versions"))
                        .flatMap(
                                (_, reading) -> keyed(keys.of(reading), reading),
                                Named.as("states"))
                        .repartition(
                                Repartitioned.with(Serdes.String(), READINGS)
                                        .withName(repartition(STATE)));
        publish(
                STATE,
                changes.filterNot(this::isOfFollowed, Named.as("states-of-entities"))
                        .groupByKey(Grouped.with(Serdes.String(), READINGS))
                        .aggregate(
                                () -> StateChanges.NONE,
                                (key, change, state) -> states.apply(group(key), change, state),
                                Named.as("apply"),
                                materialized(STATE)));
        if (!features.trailed().isEmpty()) {
            addFollowed(
                    changes.process(
                            new Trails(features, attributes, unplaced, erasing),
                            Named.as("trails")));
        }
    }

    private static List<KeyValue<String, Reading>> keyed(List<String> keys, Reading reading) {
        return keys.stream().map(key -> KeyValue.pair(key, reading)).toList();
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
                                        .withName(repartition(JOINED)))
                        .process(new Joins(schema, remembered, unplaced), Named.as("join"));
        return events.filterNot(
                        (_, reading) ->
                                reading instanceof Reading.OfEvent(var event)
                                        && schema.event(event.eventType()).join() != null,
                        Named.as("events-with-entities"))
                .merge(joined, Named.as("and-joined-events"));
    }

    private static List<KeyValue<String, Reading>> joins(Schema schema, Reading reading) {
        return reading instanceof Reading.OfEvent(var event)
                ? keyed(JoinState.keys(schema, event), reading)
                : List.of();
    }

    private void addFollowed(KStream<String, byte[]> contributions) {
        publish(
                FOLLOWED,
                contributions
                        .repartition(
                                Repartitioned.with(Serdes.String(), Serdes.ByteArray())
                                        .withName(repartition(FOLLOWED)))
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.ByteArray()))
                        .aggregate(
                                () -> StateChanges.NONE,
                                this::contributed,
                                Named.as("apply-" + FOLLOWED),
                                materialized(FOLLOWED)));
    }

    private static Materialized<String, byte[], KeyValueStore<Bytes, byte[]>> materialized(
            String name) {
        return Materialized.<String, byte[], KeyValueStore<Bytes, byte[]>>as(store(name))
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

    private Group group(String stateKey) {
        String name = stateKey.substring(0, stateKey.indexOf(':'));
        return Objects.requireNonNull(groups.get(name), stateKey);
    }

    /// Events and reference data never come with the key of a state that follows a trail.
    private boolean isOfFollowed(String stateKey, Reading change) {
        return change instanceof Reading.Removed && features.followsTrail(group(stateKey));
    }

    private byte @Nullable [] contributed(String stateKey, byte[] contribution, byte[] state) {
        return states.contribute(group(stateKey), stateKey, contribution, state);
    }
}
