package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.Contribution;
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
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;

/// The topology of the online state: each event once, then a record for each partition that has
/// states which it changes.
///
/// States are changed in order of arrival; they do not depend on it. Their store is cached, so a
/// commit writes and publishes each changed state once, in the same transaction: what is published
/// is what is stored, at most once a key and commit interval. It is a table's store, as only a
/// table tells what a commit wrote. What the table itself does is to forget a state: its records
/// are of one key each, and those of all other changes are not.
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

    private static final Serde<Reading> READINGS = StageSerdes.readings();
    private static final Serde<Addressed> ADDRESSED = StageSerdes.addressed();
    private static final Serde<List<Contribution>> CONTRIBUTIONS = StageSerdes.contributions();

    private final Pipeline pipeline;
    private final FeatureSet features;
    private final ArrivalReader reader;
    private final AttributeLookup attributes;
    private final Duration remembered;
    private final StatePartitions partitions;
    private final String archivedEvents;
    private final String archivedEntities;
    private final Erasing erasing;
    private final LongAdder unplaced = new LongAdder();
    private final StateChanges states;
    private final Map<String, Group> groups;

    /// @param attributes of other entities, for states that take them in
    /// @param remembered how long, by arrival, an event's id is known again
    /// @param partitions of the states, as many as there were since the application's first start
    /// @param erased what must not be taken in any more
    public OnlineTopology(
            Pipeline pipeline,
            ArrivalReader reader,
            AttributeLookup attributes,
            Duration remembered,
            int partitions,
            Supplier<ErasedKeys> erased) {
        this.pipeline = pipeline;
        this.features = pipeline.featureSet();
        this.reader = reader;
        this.attributes = attributes;
        this.remembered = remembered;
        this.partitions = new StatePartitions(partitions);
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
        KStream<String, Addressed> changes =
                events.merge(versions, Named.as("events-and-versions"))
                        .flatMap(
                                (_, reading) -> addressed(keys.of(reading), reading),
                                Named.as("states"))
                        .repartition(repartitioned(STATE, ADDRESSED));
        keep(STATE, changes, ADDRESSED, this::isRemovalOfDirect, this::change);
        if (!features.trailed().isEmpty()) {
            keep(
                    FOLLOWED,
                    changes.process(
                                    new Trails(features, attributes, partitions, unplaced, erasing),
                                    Named.as("trails"))
                            .repartition(repartitioned(FOLLOWED, CONTRIBUTIONS)),
                    CONTRIBUTIONS,
                    List::isEmpty,
                    this::contribute);
        }
    }

    private List<KeyValue<String, Addressed>> addressed(List<String> stateKeys, Reading reading) {
        return partitions.split(stateKeys, Function.identity()).stream()
                .map(part -> KeyValue.pair(part.getFirst(), new Addressed(part, reading)))
                .toList();
    }

    private <V> Repartitioned<String, V> repartitioned(String stage, Serde<V> values) {
        return Repartitioned.with(Serdes.String(), values)
                .withName(repartition(stage))
                .withNumberOfPartitions(partitions.count());
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

    /// A stage's states, and their publication.
    ///
    /// @param removals which records have their key's state forgotten
    private <V> void keep(
            String stage,
            KStream<String, V> records,
            Serde<V> values,
            Predicate<V> removals,
            StateUpdates.Changes<V> changes) {
        records.filter((_, value) -> removals.test(value), Named.as("removals-" + stage))
                .groupByKey(Grouped.with(Serdes.String(), values))
                .aggregate(
                        () -> StateChanges.NONE,
                        (_, _, _) -> null,
                        Named.as("forget-" + stage),
                        Materialized.<String, byte[], KeyValueStore<Bytes, byte[]>>as(store(stage))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.ByteArray())
                                .withCachingEnabled())
                .toStream(Named.as("changed-" + stage))
                .to(
                        Topics.onlineFeatures(pipeline.name(), features.id()),
                        Produced.with(Serdes.String(), Serdes.ByteArray())
                                .withName("publish-" + stage));
        records.process(
                new StateUpdates<>(store(stage), changes),
                Named.as("apply-" + stage),
                store(stage));
    }

    private Group group(String stateKey) {
        String name = stateKey.substring(0, stateKey.indexOf(':'));
        return Objects.requireNonNull(groups.get(name), stateKey);
    }

    private void change(Addressed arrived, BiConsumer<String, StateUpdates.Change> each) {
        if (arrived.reading() instanceof Reading.Removed) {
            return;
        }
        for (String stateKey : arrived.stateKeys()) {
            each.accept(stateKey, state -> states.apply(group(stateKey), arrived.reading(), state));
        }
    }

    private boolean isRemovalOfDirect(Addressed arrived) {
        return arrived.reading() instanceof Reading.Removed(var stateKey)
                && !features.followsTrail(group(stateKey));
    }

    private void contribute(
            List<Contribution> arrived, BiConsumer<String, StateUpdates.Change> each) {
        for (Contribution contribution : arrived) {
            String stateKey = contribution.stateKey();
            each.accept(stateKey, state -> states.contribute(group(stateKey), contribution, state));
        }
    }
}
