package dev.flywheel.pipeline.fold;

import static dev.flywheel.pipeline.fold.JoinedHistories.START;
import static dev.flywheel.pipeline.fold.JoinedHistories.payment;
import static dev.flywheel.pipeline.fold.JoinedHistories.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.schema.Join;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Joined events in the fold and online: each counts for the entities of the latest event before it
/// that it points to.
class JoinedEventsTest {

    private static final Pipeline COUNTS = JoinedHistories.aPipelineOfCounts();
    private static final Pipeline ALL = JoinedHistories.aPipelineWithAllOperators();

    @Property(tries = 300)
    void givesTheSameValuesInAnyOrder(
            @ForAll("withOwnIds") List<Event> events,
            @ForAll long seed,
            @ForAll @IntRange(max = 5 * 24 * 60) int minutesLater) {
        OnlineStates online = assertOnlineEqualsFold(ALL, events, seed, minutesLater);

        assertThat(online.leftovers()).isZero();
    }

    @Property(tries = 300)
    void countsAlikeInAnyOrderAlsoWhereTargetsShareTheirValue(
            @ForAll("sharingIds") List<Event> events,
            @ForAll long seed,
            @ForAll @IntRange(max = 5 * 24 * 60) int minutesLater) {
        OnlineStates online = assertOnlineEqualsFold(COUNTS, events, seed, minutesLater);

        assertThat(online.leftovers()).isZero();
    }

    @Property(tries = 200)
    void equalsARecomputationFromTheWholeHistory(@ForAll("sharingIds") List<Event> events) {
        BruteForce expected =
                new BruteForce(ALL.schema(), ALL.features(), completed(events), List.of());
        Fold fold = new Fold(ALL.featureSet());

        for (Event event : Histories.inPlaceOrder(events)) {
            if (event.eventType().equals("payment")) {
                assertSame(fold.vector(event), expected, event);
            }
            fold.apply(event);
        }
    }

    @Property(tries = 100)
    void continuesFromACheckpointAtAnyPlace(
            @ForAll("sharingIds") List<Event> events, @ForAll @IntRange(max = 100) int percent) {
        List<Event> sorted = Histories.inPlaceOrder(events);
        int cut = sorted.size() * percent / 100;
        Fold through = new Fold(ALL.featureSet());
        sorted.forEach(through::apply);
        Fold first = new Fold(ALL.featureSet());
        sorted.subList(0, cut).forEach(first::apply);

        Fold resumed = Fold.decode(ALL.featureSet(), first.encode());
        sorted.subList(cut, sorted.size()).forEach(resumed::apply);

        assertThat(resumed.remembered()).isEqualTo(through.remembered());
        through.forEachState((key, state) ->
                assertThat(resumed.find(key))
                        .isNotNull()
                        .extracting(GroupState::encode)
                        .isEqualTo(state.encode()));
    }

    @Test
    void remembersTargetsNoLongerThanTheyMayBeFound() {
        Fold fold = new Fold(ALL.featureSet());
        for (int day = 0; day < 100; day++) {
            fold.apply(payment("e" + day, day, "C1", "S1", START.plus(Duration.ofDays(day))));
        }

        assertThat(fold.remembered()).isEqualTo(4);
    }

    @Test
    void findsATargetUpToItsTimeAndNotLater() {
        Fold fold = new Fold(ALL.featureSet());
        fold.apply(payment("e1", 1, "C1", "S1", START));
        Instant end = START.plus(Duration.ofDays(3));

        fold.apply(report("e2", 1, end));
        fold.apply(report("e3", 1, end.plusMillis(1)));
        fold.apply(report("e4", 2, end.plusMillis(2)));

        assertThat(reports(fold, "C1", end.plusMillis(2))).isEqualTo(1.0);
        assertThat(fold.count()).isEqualTo(4);
    }

    @Test
    void countsForTheLatestTargetBeforeItsPlaceAndForNoneAfterIt() {
        Fold fold = new Fold(ALL.featureSet());
        fold.apply(report("e0", 1, START));
        fold.apply(payment("e1", 1, "C1", "S1", START));
        fold.apply(payment("e2", 1, "C2", "S1", START.plusSeconds(1)));
        fold.apply(report("e3", 1, START.plusSeconds(2)));

        assertThat(reports(fold, "C1", START.plusSeconds(2))).isZero();
        assertThat(reports(fold, "C2", START.plusSeconds(2))).isEqualTo(1.0);
    }

    @Test
    void labelsByTheReportAsBefore() {
        OutcomeRows rows = new OutcomeRows(ALL);
        rows.apply(payment("e1", 1, "C1", "S1", START));
        rows.apply(payment("e2", 2, "C1", "S1", START));
        rows.apply(report("e3", 1, START.plusSeconds(5)));

        assertThat(rows.certainBefore(START.plus(Duration.ofDays(4))))
                .extracting(OutcomeRow::label)
                .containsExactly(1.0, 0.0);
    }

    private static OnlineStates assertOnlineEqualsFold(
            Pipeline pipeline, List<Event> events, long seed, int minutesLater) {
        Fold fold = new Fold(pipeline.featureSet());
        Histories.inPlaceOrder(events).forEach(fold::apply);
        OnlineStates online = online(pipeline, events, new Random(seed));
        Instant at =
                events.stream()
                        .map(Event::eventTime)
                        .max(Comparator.naturalOrder())
                        .orElse(START)
                        .plus(Duration.ofMinutes(minutesLater));
        for (String card : JoinedHistories.CARDS) {
            for (String shop : JoinedHistories.SHOPS) {
                Map<String, String> keys = Map.of("card", card, "shop", shop);
                Map<String, Object> fields = Map.of("kind", "red");
                SameVector.assertSame(
                        pipeline.featureSet(),
                        pipeline.featureSet().vector(online, keys, fields, at),
                        fold.vector(keys, fields, at));
            }
        }
        return online;
    }

    private static OnlineStates online(Pipeline pipeline, List<Event> events, Random random) {
        OnlineStates online = new OnlineStates(pipeline.featureSet());
        List<Event> arrivals = new ArrayList<>(events);
        events.stream().filter(_ -> random.nextInt(4) == 0).forEach(arrivals::add);
        Collections.shuffle(arrivals, random);
        for (Event event : arrivals) {
            online.apply(event);
            if (random.nextInt(8) == 0) {
                online.restart();
            }
        }
        return online;
    }

    /// Each event with its entities, by the words of the reference; reports without a target left
    /// out.
    private static List<Event> completed(List<Event> events) {
        List<Event> completed = new ArrayList<>();
        for (Event event : events) {
            if (event.eventType().equals("payment")) {
                completed.add(event);
                continue;
            }
            Instant earliest = event.eventTime().minus(Duration.ofDays(3));
            events.stream()
                    .filter(other -> other.eventType().equals("payment"))
                    .filter(other ->
                            Objects.equals(other.value("payment_id"), event.value("payment_id")))
                    .filter(other -> event.place().isAfter(other.place()))
                    .max(Comparator.comparing(Event::place))
                    .filter(other -> !other.eventTime().isBefore(earliest))
                    .ifPresent(target -> {
                        List<String> fields = List.of("card_id", "shop_id");
                        Join join = Objects.requireNonNull(ALL.schema().event("report").join());
                        List<String> keys = Objects.requireNonNull(join.keys(target, fields));
                        completed.add(join.completed(event, fields, keys));
                    });
        }
        return completed;
    }

    private static void assertSame(FeatureVector actual, BruteForce expected, Event event) {
        Map<String, Object> values = actual.asMap();
        for (FeatureSpec feature : ALL.features()) {
            Object value = expected.value(feature, event, values);
            if (value instanceof Double number) {
                assertThat(((Double) Objects.requireNonNull(values.get(feature.name()))))
                        .as(feature.name())
                        .isCloseTo(number, within(Math.abs(number) * 1e-9 + 1e-12));
            } else {
                assertThat(values.get(feature.name())).as(feature.name()).isEqualTo(value);
            }
        }
    }

    private static double reports(Fold fold, String card, Instant at) {
        return (double)
                Objects.requireNonNull(
                        fold.vector(Map.of("card", card), Map.of(), at).asMap().get("reports"));
    }

    @Provide
    Arbitrary<List<Event>> withOwnIds() {
        return JoinedHistories.withOwnIds();
    }

    @Provide
    Arbitrary<List<Event>> sharingIds() {
        return JoinedHistories.sharingIds(4);
    }
}
