package dev.flywheel.pipeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.GroupState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The law: after the same events in any order, online and fold give the same values.
class OnlineEqualsFoldTest {

    private static final Pipeline PIPELINE = PipelineFixtures.aPipelineWithAllOperators();
    private static final FeatureSet FEATURES = PIPELINE.featureSet();

    @Property(tries = 400)
    void givesTheSameValuesInAnyOrder(
            @ForAll("events") List<Event> events,
            @ForAll("versions") List<EntityVersion> versions,
            @ForAll long seed,
            @ForAll @IntRange(max = 40 * 24 * 60) int minutesLater) {
        Fold fold = fold(events, versions);
        OnlineStates online = online(events, versions, new Random(seed));
        Instant at = latest(events).plus(Duration.ofMinutes(minutesLater));

        for (String user : Histories.USERS) {
            for (String item : Histories.ITEMS) {
                Map<String, String> keys = Map.of("user", user, "item", item);
                Map<String, Object> fields = Map.of("order", 7L);

                FeatureVector asFolded = fold.vector(keys, fields, at);
                FeatureVector asServed = FEATURES.vector(online, keys, fields, at);

                SameVector.assertSame(FEATURES, asServed, asFolded);
            }
        }
    }

    @Property(tries = 100)
    void givesTheSameBitsInTheSameOrder(
            @ForAll("events") List<Event> events,
            @ForAll("versions") List<EntityVersion> versions) {
        Fold fold = fold(events, versions);
        Fold again = fold(events, versions);

        assertSameStates(again, fold);
    }

    @Property(tries = 100)
    void continuesFromACheckpointAtAnyPlace(
            @ForAll("events") List<Event> events, @ForAll @IntRange(max = 100) int percent) {
        List<Event> sorted = Histories.inPlaceOrder(events);
        int cut = sorted.size() * percent / 100;
        ChoiceRows through = new ChoiceRows(PIPELINE);
        sorted.forEach(through::apply);
        ChoiceRows first = new ChoiceRows(PIPELINE);
        sorted.subList(0, cut).forEach(first::apply);

        ChoiceRows resumed = ChoiceRows.decode(PIPELINE, first.encode());
        sorted.subList(cut, sorted.size()).forEach(resumed::apply);

        assertThat(resumed.fold().place()).isEqualTo(through.fold().place());
        assertThat(resumed.candidates()).isEqualTo(through.candidates());
        assertSameStates(resumed.fold(), through.fold());
    }

    private static Fold fold(List<Event> events, List<EntityVersion> versions) {
        Fold fold = new Fold(FEATURES);
        Histories.inPlaceOrder(events, versions, fold::apply, fold::apply);
        return fold;
    }

    private static OnlineStates online(
            List<Event> events, List<EntityVersion> versions, Random random) {
        OnlineStates online = new OnlineStates(FEATURES);
        List<EntityVersion> shuffledVersions = new ArrayList<>(versions);
        Collections.shuffle(shuffledVersions, random);
        shuffledVersions.forEach(online::apply);
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

    private static void assertSameStates(Fold actual, Fold expected) {
        expected.forEachState((key, state) ->
                assertThat(actual.find(key))
                        .isNotNull()
                        .extracting(GroupState::encode)
                        .isEqualTo(state.encode()));
    }

    private static Instant latest(List<Event> events) {
        return events.stream()
                .map(Event::eventTime)
                .max(Comparator.naturalOrder())
                .orElse(PipelineFixtures.START);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return Histories.events();
    }

    @Provide
    Arbitrary<List<EntityVersion>> versions() {
        return Histories.versions();
    }
}
