package dev.flywheel.pipeline.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.FeatureVector;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FoldAsOfTest {

    private static final Pipeline PIPELINE = PipelineFixtures.aPipelineWithAllOperators();

    @Property(tries = 100)
    void equalsARecomputationFromTheWholeHistory(
            @ForAll("events") List<Event> events,
            @ForAll("versions") List<EntityVersion> versions) {
        BruteForce expected =
                new BruteForce(PIPELINE.schema(), PIPELINE.features(), events, versions);
        Fold fold = new Fold(PIPELINE.featureSet());

        Histories.inPlaceOrder(
                events,
                versions,
                event -> {
                    assertSame(fold.vector(event), expected, event);
                    fold.apply(event);
                },
                fold::apply);
    }

    private static void assertSame(FeatureVector actual, BruteForce expected, Event event) {
        Map<String, Object> values = actual.asMap();
        for (FeatureSpec feature : PIPELINE.features()) {
            Object value = expected.value(feature, event, values);
            if (value instanceof Double number) {
                assertThat(values.get(feature.name()))
                        .as(feature.name())
                        .isInstanceOf(Double.class)
                        .extracting(Double.class::cast)
                        .satisfies(found ->
                                assertThat(found)
                                        .isCloseTo(
                                                number, within(Math.abs(number) * 1e-9 + 1e-12)));
            } else {
                assertThat(values.get(feature.name())).as(feature.name()).isEqualTo(value);
            }
        }
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
