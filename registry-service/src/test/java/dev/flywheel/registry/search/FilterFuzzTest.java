package dev.flywheel.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever a user sends is read or refused with the one exception, at a place of the text.
class FilterFuzzTest {

    private static final Searchable RUNS = SearchFixtures.runs();

    @Property(tries = 2_000, seed = "4")
    void readsOrRefusesAnyText(@ForAll String text) {
        readOrRefuse(text);
    }

    @Property(tries = 5_000, seed = "4")
    void readsOrRefusesAnyWords(@ForAll("words") List<String> words) {
        readOrRefuse(String.join("", words));
    }

    @Property(tries = 1_000, seed = "4")
    void findsEveryTextAgainThatItQuotes(@ForAll String key, @ForAll String value) {
        String filter =
                "params.`%s` = '%s'".formatted(key.replace("`", "``"), value.replace("'", "''"));

        Fragment condition = new FilterParser(RUNS, filter).parse().getFirst();

        assertThat(condition.values()).containsExactly(key, value, value);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of(
                        "metrics",
                        "params",
                        "attributes",
                        "status",
                        "start_time",
                        "alias",
                        "datasets.name",
                        ".",
                        "x",
                        "`a b`",
                        "'a'",
                        "'",
                        "\"",
                        "`",
                        "=",
                        "!=",
                        ">",
                        "<=",
                        "LIKE",
                        "NOT",
                        "IN",
                        "(",
                        ")",
                        ",",
                        " ",
                        " AND ",
                        "OR",
                        "1",
                        "-1.5e3",
                        "1e999",
                        "DESC",
                        "asc",
                        ";",
                        "--",
                        "\\",
                        "\u00e4",
                        "\ud83d\ude00")
                .list()
                .ofMaxSize(15);
    }

    private static void readOrRefuse(String text) {
        try {
            new FilterParser(RUNS, text).parse();
        } catch (InvalidQueryException refused) {
            assertThat(refused.position()).isBetween(1, text.length() + 1);
        }
        try {
            Ordering.read(RUNS, List.of(text));
        } catch (InvalidQueryException refused) {
            assertThat(refused.position()).isBetween(1, text.length() + 1);
        }
    }
}
