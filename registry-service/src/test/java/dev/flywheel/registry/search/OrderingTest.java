package dev.flywheel.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderingTest {

    @Test
    void sortsByEveryTypeAndBreaksTies() {
        assertThat(order("status", "start_time desc", "metrics.`a b` DESC").sql())
                .isEqualTo(
                        "r.status collate \"C\" asc nulls last, r.start_time desc nulls last, - o2.value asc nulls last, r.id");
        assertThat(order("metrics.`a b` DESC").joins().values()).containsExactly("a b");
        assertThat(order("params.x ASC").joins().sql())
                .isEqualTo("left join param o0 on o0.run_id = r.id and o0.key = ?");
    }

    @Test
    void hasAnOrderOfItsOwn() {
        Searchable sorted =
                new Searchable(
                        "run r", "r.id", SearchFixtures.runs().groups(), "r.name desc", "r.id");

        assertThat(order().sql()).isEqualTo("r.id");
        assertThat(Ordering.read(sorted, List.of()).sql()).isEqualTo("r.name desc, r.id");
        assertThat(Ordering.read(sorted, List.of("status")).sql()).doesNotContain("r.name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    metrics.a UP     | Invalid order_by at position 11: expected ASC, DESC or the end, found 'UP'
                    status ASC, name | Invalid order_by at position 11: expected the end, found ', name'
                    nothing          | Invalid order_by at position 1: expected one of alias, start_time, status, found 'nothing'
                    datasets.name    | Invalid order_by at position 1: expected a field that can be sorted by, found 'datasets.name'
                    ^^               | Invalid order_by at position 1: expected a field such as alias, start_time, status, found the end
                    """)
    void saysWhereAnOrderIsWrong(String orderBy, String message) {
        assertThatThrownBy(() -> order(orderBy))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage(message);
    }

    @Test
    void saysWhichOrderIsWrong() {
        assertThatThrownBy(() -> order("status", "status; --"))
                .hasMessage(
                        "Invalid order_by[1] at position 7: expected ASC, DESC or the end, found '; --'");
        assertThatThrownBy(() -> order(Collections.nCopies(21, "status").toArray(String[]::new)))
                .hasMessageContaining("expected at most 20 fields, found 21 fields");
    }

    private static Ordering order(String... orderBy) {
        return Ordering.read(SearchFixtures.runs(), List.of(orderBy));
    }
}
