package dev.flywheel.feature.row;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.Place;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.fold.OutcomeRow;
import dev.flywheel.pipeline.spec.Label;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Folds one pipeline's archive behind the watermark and publishes a row for each event that the
/// model learns from: its features as of its own place.
///
/// An event that is archived behind a place that was folded already is late: a fold that begins
/// anew makes its row, and makes the rows after it again. So the last row of an event is always
/// what the whole archive says. One thread at a time.
final class PreparedRows {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedRows.class);
    private static final int CHUNK = 20_000;
    private static final int BATCH = 1_000;
    private static final Duration TICK = Duration.ofNanos(1_000);

    private final Pipeline pipeline;
    private final FeatureSet features;
    private final Archive archive;
    private final FoldProgresses progresses;
    private final Publisher publisher;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Watermark watermark;
    private final String instance;

    private RowMaker maker;
    private volatile @Nullable FoldProgress folded;
    private @Nullable Instant versionsUntil;
    private final RefoldRest rest = new RefoldRest();
    private final List<OutcomeRow> unpublished = new ArrayList<>(BATCH);

    PreparedRows(
            Pipeline pipeline,
            Archive archive,
            FoldProgresses progresses,
            Publisher publisher,
            TransactionTemplate transaction,
            Clock clock,
            Duration quietPeriod,
            String instance) {
        this.pipeline = pipeline;
        this.features = pipeline.featureSet();
        this.archive = archive;
        this.progresses = progresses;
        this.publisher = publisher;
        this.transaction = transaction;
        this.clock = clock;
        this.watermark = new Watermark(pipeline.lateness(), quietPeriod);
        this.instance = instance;
        this.maker = RowMaker.of(pipeline);
    }

    /// Goes a part of the way to the watermark.
    ///
    /// @return whether there is more to do at once
    /// @throws RuntimeException if Kafka or PostgreSQL failed; the next call goes on from what was
    ///   saved, so that rows are published at least once
    boolean advance() {
        progresses.register(pipeline.name(), features.id());
        boolean done = false;
        try {
            boolean more =
                    Objects.requireNonNull(
                            transaction.execute(_ ->
                                    progresses
                                            .lock(pipeline.name(), features.id(), instance)
                                            .map(this::advanceAndStay)
                                            .orElse(false)));
            done = true;
            return more;
        } finally {
            if (!done) {
                folded = null;
                unpublished.clear();
            }
        }
    }

    /// How many rows were published, ever.
    long rows() {
        FoldProgress progress = folded;
        return progress == null ? 0 : progress.rows();
    }

    /// How many events were late, ever.
    long lateEvents() {
        FoldProgress progress = folded;
        return progress == null ? 0 : progress.lateEvents();
    }

    private boolean advanceAndStay(FoldProgress saved) {
        boolean more = advanceFrom(saved);
        progresses.stay(pipeline.name(), features.id(), instance);
        return more;
    }

    private boolean advanceFrom(FoldProgress saved) {
        Archive.Head head = archive.head(pipeline.name());
        Optional<Instant> complete = watermark.observe(head, clock.instant());
        if (complete.isEmpty()) {
            return false;
        }
        if (!saved.equals(folded)) {
            folded = refold(saved, saved.position());
        }
        FoldProgress progress = saved;
        if (isLate(progress, head)) {
            boolean quiet = complete.equals(Optional.ofNullable(head.lastEventTime()));
            if (!rest.isOver(clock.instant(), quiet)) {
                return false;
            }
            progress = refoldLate(progress, head.position());
        }
        Instant until = later(versionsUntil, complete.get().plus(TICK));
        progress = foldUntil(until, progress, head.position());
        boolean more = !until.equals(versionsUntil);
        progresses.save(pipeline.name(), features.id(), progress);
        folded = progress;
        return more;
    }

    private boolean isLate(FoldProgress progress, Archive.Head head) {
        Place place = progress.place();
        return place != null
                && head.position() > progress.position()
                && archive.hasLate(
                        pipeline.name(),
                        progress.position(),
                        head.position(),
                        place,
                        later(versionsUntil, place.eventTime()));
    }

    private FoldProgress refoldLate(FoldProgress progress, long position) {
        Instant began = clock.instant();
        FoldProgress caughtUp = refold(progress, position);
        rest.after(began, clock.instant());
        LOG.info(
                "Folded {} anew for {} late events",
                pipeline.name(),
                caughtUp.lateEvents() - progress.lateEvents());
        return caughtUp;
    }

    /// Begins anew and folds what was folded before, up to a position. What that adds is late: from
    /// there on every row is published again, as it may have changed.
    private FoldProgress refold(FoldProgress progress, long position) {
        maker = RowMaker.of(pipeline);
        versionsUntil = null;
        Place place = progress.place();
        if (place == null) {
            return progress;
        }
        Instant until = place.eventTime().plus(TICK);
        Replay replay = archive.replay(pipeline.name(), Span.until(until, position));
        long rows = 0;
        Set<String> late = new HashSet<>();
        boolean changed = false;
        while (replay.hasNext()) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, long at) -> {
                    maker.apply(version);
                    changed |= at > progress.position();
                }
                case Replay.Step.OfEvent(var event, _) when event.place().isAfter(place) -> {}
                case Replay.Step.OfEvent(var event, long at) -> {
                    if (at > progress.position()) {
                        changed = true;
                        late.add(event.eventId());
                    }
                    if (changed) {
                        List<OutcomeRow> certain = maker.apply(event);
                        rows += certain.stream().filter(row -> isOf(late, row)).count();
                        certain.forEach(this::prepare);
                    } else {
                        maker.pass(event);
                    }
                }
            }
        }
        publish();
        versionsUntil = until;
        return new FoldProgress(
                position, place, progress.rows() + rows, progress.lateEvents() + late.size());
    }

    private FoldProgress foldUntil(Instant until, FoldProgress progress, long position) {
        Place place = progress.place();
        Replay replay =
                archive.replay(pipeline.name(), new Span(place, versionsUntil, until, position));
        int events = 0;
        long rows = 0;
        while (replay.hasNext() && events < CHUNK) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, _) -> maker.apply(version);
                case Replay.Step.OfEvent(var event, _) -> {
                    List<OutcomeRow> certain = maker.apply(event);
                    certain.forEach(this::prepare);
                    rows += certain.size();
                    place = event.place();
                    events++;
                }
            }
        }
        publish();
        versionsUntil =
                replay.hasNext() && place != null
                        ? later(versionsUntil, place.eventTime().plus(TICK))
                        : until;
        return new FoldProgress(position, place, progress.rows() + rows, progress.lateEvents());
    }

    private static boolean isOf(Set<String> eventIds, OutcomeRow row) {
        return eventIds.contains(row.event().eventId());
    }

    private void prepare(OutcomeRow row) {
        unpublished.add(row);
        if (unpublished.size() >= BATCH) {
            publish();
        }
    }

    private void publish() {
        publisher.publish(
                Topics.features(pipeline.name()),
                unpublished.stream().map(this::prepared).toList(),
                PreparedRow::eventId,
                Json::bytes);
        if (pipeline.label() instanceof Label.Outcome) {
            publisher.publish(
                    Topics.outcomes(pipeline.name()),
                    unpublished.stream()
                            .filter(row -> row.event().predictionId() != null)
                            .map(this::outcome)
                            .toList(),
                    OutcomeObserved::predictionId,
                    Json::bytes);
        }
        unpublished.clear();
    }

    private PreparedRow prepared(OutcomeRow row) {
        return new PreparedRow(
                row.event().eventId(),
                row.event().eventTime(),
                keys(row.event()),
                row.features().asMap(),
                row.label(),
                features.id(),
                pipeline.hash());
    }

    /// What became of the prediction that was made for the row's event.
    private OutcomeObserved outcome(OutcomeRow row) {
        return new OutcomeObserved(
                Objects.requireNonNull(row.event().predictionId()),
                keys(row.event()),
                row.label(),
                row.answeredAt(),
                clock.instant(),
                row.event().eventId());
    }

    private Map<String, String> keys(Event event) {
        return features.keyFields(features.keys(event));
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }
}
