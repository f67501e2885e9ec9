package dev.flywheel.feature.featureset;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.featureset.KnownFeatureSet.Filling;
import dev.flywheel.feature.featureset.KnownFeatureSet.State;
import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.feature.topic.TopicIds;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Does for each feature set what is to be done next, one step at a time, so that a set is kept for
/// as long as it is declared or a version reads it.
///
/// A set's online state begins at Kafka's offsets that belong to a position of the archive, and
/// what was archived up to that position is sent to it too, through topics of its own. The states
/// do not depend on the order, so both may happen at once; whatever is sent twice counts once. One
/// thread at a time.
@Component
final class FeatureSetKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureSetKeeper.class);
    private static final int BATCH = 1_000;

    /// After so many looks other instances have looked too, and ended what they ran.
    private static final int OTHERS_END = 15;

    private final Pipelines pipelines;
    private final FeatureSets sets;
    private final ServedFeatureSets served;
    private final Archive archive;
    private final OnlineStates online;
    private final FeatureSetTopics topics;
    private final TopicIds topicIds;
    private final Publisher publisher;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final FeatureProperties.Sets properties;

    private final Declarations declarations;
    private final Set<String> begun = new HashSet<>();
    private final Map<KnownFeatureSet.Key, Awaited> passages = new HashMap<>();

    FeatureSetKeeper(
            Pipelines pipelines,
            FeatureSets sets,
            ServedFeatureSets served,
            Archive archive,
            OnlineStates online,
            FeatureSetTopics topics,
            TopicIds topicIds,
            Publisher publisher,
            PlatformTransactionManager transactions,
            Clock clock,
            FeatureProperties properties) {
        this.pipelines = pipelines;
        this.sets = sets;
        this.served = served;
        this.archive = archive;
        this.online = online;
        this.topics = topics;
        this.topicIds = topicIds;
        this.publisher = publisher;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.properties = properties.sets();
        this.declarations = new Declarations(pipelines);
    }

    /// Notes what is declared now.
    void register() {
        pipelines.all().forEach(sets::register);
    }

    /// Does the next step of a feature set.
    ///
    /// @return whether there is more to do at once
    /// @throws RuntimeException if Kafka or PostgreSQL failed; the next call tries again
    boolean advance(KnownFeatureSet seen) {
        if (seen.state() == State.RETIRED && !isNeeded(seen)) {
            return false;
        }
        @Nullable Pipeline pipeline = declarations.of(seen);
        if (pipeline == null) {
            return false;
        }
        boolean more =
                Boolean.TRUE.equals(
                        transaction.execute(_ ->
                                sets.lock(seen).map(set -> step(pipeline, set)).orElse(false)));
        sets.of(seen.pipeline()).stream()
                .filter(set -> set.id().equals(seen.id()))
                .forEach(set -> run(pipeline, set));
        return more;
    }

    private void run(Pipeline pipeline, KnownFeatureSet set) {
        if (set.isKept()) {
            online.keep(pipeline, set.generation(), set.state() == State.READY);
        } else {
            online.drop(set.pipeline(), set.id());
        }
    }

    private boolean step(Pipeline pipeline, KnownFeatureSet set) {
        return switch (set.state()) {
            case NEW, RETIRED -> isNeeded(set) && begin(set);
            case FILLING -> isLost(set) ? begin(set) : fill(pipeline, set);
            case READY -> isLost(set) ? begin(set) : rest(set);
            case RETIRING -> retire(set);
        };
    }

    private boolean isNeeded(KnownFeatureSet set) {
        return declarations.isDeclared(set) || served.needs(set.pipeline(), set.id());
    }

    /// Kafka forgets the place of an application that was away for long, and a Kafka that was made
    /// anew never knew it.
    private boolean isLost(KnownFeatureSet set) {
        return !begun.contains(application(set)) && !hasBegun(set);
    }

    private boolean hasBegun(KnownFeatureSet set) {
        boolean known = topics.hasBegun(application(set));
        if (known) {
            begun.add(application(set));
        }
        return known;
    }

    private boolean begin(KnownFeatureSet set) {
        String name = set.pipeline();
        topics.create(name, set.id());
        topics.tellWhole(name, set.id(), false);
        if (set.generation() > 0) {
            topics.forget(application(set));
        }
        Archive.Cut cut =
                archive.cut(name, topicIds.of(Topics.events(name), Topics.entities(name)));
        KnownFeatureSet next = set.begun(cut.position(), cut.events(), clock.instant());
        topics.beginAt(application(next), name, cut.offsets());
        sets.save(next);
        passages.remove(set.key());
        LOG.info(
                "The feature set {} of {} is filled with {} archived events",
                set.id(),
                name,
                cut.events());
        return true;
    }

    private boolean fill(Pipeline pipeline, KnownFeatureSet set) {
        Filling filling = set.filling();
        // Once, also if there is no event and what was sent is only waited for.
        if (filling.place() == null && !passages.containsKey(set.key())) {
            publish(
                    archive.versions(set.pipeline(), filling.position()),
                    Topics.archivedEntities(set.pipeline(), set.id()),
                    EntityVersion::topicKey);
        }
        List<Event> chunk =
                next(archive.events(set.pipeline(), filling.place(), filling.position()));
        if (chunk.isEmpty()) {
            finish(set);
            return false;
        }
        publish(
                chunk.iterator(),
                Topics.archivedEvents(set.pipeline(), set.id()),
                pipeline.schema()::topicKey);
        sets.save(set.with(filling.sent(chunk.size(), chunk.getLast().place())));
        return true;
    }

    private List<Event> next(Iterator<Event> events) {
        List<Event> chunk = new ArrayList<>();
        while (chunk.size() < properties.chunk() && events.hasNext()) {
            chunk.add(events.next());
        }
        return chunk;
    }

    private <T> void publish(Iterator<T> values, String topic, Function<T, String> key) {
        List<T> batch = new ArrayList<>(BATCH);
        while (values.hasNext()) {
            batch.add(values.next());
            if (batch.size() == BATCH || !values.hasNext()) {
                publisher.publish(topic, batch, key, Json::bytes);
                batch.clear();
            }
        }
    }

    private void finish(KnownFeatureSet set) {
        OnlineState state = online.of(set.pipeline(), set.id());
        Awaited awaited = passages.get(set.key());
        if (awaited == null || !awaited.state.equals(state)) {
            awaited = new Awaited(state, state.passage());
            passages.put(set.key(), awaited);
        }
        if (!awaited.passage.getAsBoolean()) {
            return;
        }
        topics.tellWhole(set.pipeline(), set.id(), true);
        topics.empty(set.pipeline(), set.id());
        Instant now = clock.instant();
        sets.save(set.with(set.filling().wholeAt(now)).in(State.READY, now));
        passages.remove(set.key());
        LOG.info("The feature set {} of {} is whole", set.id(), set.pipeline());
    }

    private boolean rest(KnownFeatureSet set) {
        // While it is not known who reads what, everything is kept.
        boolean needed = !served.isKnown() || isNeeded(set);
        Instant now = clock.instant();
        Instant since = set.unneededSince();
        if (needed != (since == null)) {
            sets.save(set.unneededSince(needed ? null : now));
        } else if (since != null && !now.isBefore(since.plus(properties.keep()))) {
            sets.save(set.in(State.RETIRING, now));
        }
        return false;
    }

    private boolean retire(KnownFeatureSet set) {
        Instant now = clock.instant();
        if (now.isBefore(set.changedAt().plus(properties.poll().multipliedBy(OTHERS_END)))) {
            return false;
        }
        topics.forget(application(set));
        if (topics.delete(set.pipeline(), set.id())) {
            // An application that ends late may make a topic again.
            return false;
        }
        sets.save(set.in(State.RETIRED, now));
        LOG.info("The feature set {} of {} is retired", set.id(), set.pipeline());
        return false;
    }

    private static String application(KnownFeatureSet set) {
        return OnlineStates.application(set.pipeline(), set.id(), set.generation());
    }

    /// What is waited for, and in which online state. One that this process does not keep yet, as
    /// after a restart, or keeps no longer, tells nothing: that would be waited for for ever.
    private record Awaited(OnlineState state, BooleanSupplier passage) {}
}
