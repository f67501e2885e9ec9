package dev.flywheel.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.support.CronExpression;

class CronsTest {

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-30T08:00:00Z");

    /// Services read schedules by Spring's class.
    @Property(tries = 20_000)
    void allowsWhatSpringFollows(@ForAll("expressions") List<String> fields) {
        String fault = Crons.fault(fields);

        assertThat(fault == null)
                .as("%s: %s", fields, fault)
                .isEqualTo(next(String.join(" ", fields)) != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/10 * * * *",
                "0 8-18/2,20 * * mon-fri",
                "5/20 0 1,15 JAN,7 *",
                "0 3 29 2 *",
                "0 3 29 2 1",
                "0 0 * * SUN-TUE",
                "0 0 * * 0,7"
            })
    void allowsWhatCronTabsSay(String text) {
        assertThat(Crons.fault(Crons.fields(text))).isNull();
        assertThat(next(text)).isNotNull();
    }

    @Provide
    Arbitrary<List<String>> expressions() {
        return Combinators.combine(
                        field(0, 62, "x"),
                        field(0, 26, "x"),
                        field(0, 33, "MON"),
                        field(0, 14, "FEB"),
                        field(0, 9, "SUN"))
                .as(List::of);
    }

    private static Arbitrary<String> field(int least, int most, String name) {
        Arbitrary<String> value =
                Arbitraries.frequencyOf(
                        Tuple.of(
                                15,
                                Arbitraries.integers().between(least, most).map(String::valueOf)),
                        Tuple.of(1, Arbitraries.just(name)));
        Arbitrary<String> range = Combinators.combine(value, value).as((a, b) -> a + "-" + b);
        Arbitrary<String> some = Arbitraries.oneOf(Arbitraries.just("*"), value, range);
        Arbitrary<String> stepped =
                Combinators.combine(some, Arbitraries.integers().between(0, 7))
                        .as((part, step) -> part + "/" + step);
        return Arbitraries.oneOf(Arbitraries.just("*"), some, stepped)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(parts -> String.join(",", parts));
    }

    private static @Nullable OffsetDateTime next(String text) {
        try {
            return CronExpression.parse("0 " + text).next(NOW);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
