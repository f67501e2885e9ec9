package dev.flywheel.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {

    @Test
    void comparesAttributes() {
        assertThat(condition("status = 'FINISHED'"))
                .isEqualTo(Fragment.of("r.status = ?", "FINISHED"));
        assertThat(condition("attributes.start_time>=1700000000000"))
                .isEqualTo(Fragment.of("r.start_time >= ?", 1_700_000_000_000L));
        assertThat(condition("start_time < '7'")).isEqualTo(Fragment.of("r.start_time < ?", 7L));
        assertThat(condition("start_time != 7.5")).isEqualTo(Fragment.of("r.start_time <> ?", 7.5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    params.lr = 'a'            | lr
                    params.`learning rate`='a' | learning rate
                    params."x'y" = 'a'         | x'y
                    params.'x' = 'a'           | x
                    params.a.b/c-d = 'a'       | a.b/c-d
                    params.größe = 'a'         | größe
                    params.`a``b` = 'a'        | a`b
                    """)
    void readsKeys(String filter, String key) {
        assertThat(condition(filter))
                .isEqualTo(
                        Fragment.of(
                                "exists (select 1 from param kv where kv.run_id = r.id and kv.key = ? and left(kv.value, 256) = left(?, 256) and kv.value = ?)",
                                key,
                                "a",
                                "a"));
    }

    @Test
    void bindsTextsOfEveryKind() {
        assertThat(condition("status = 'it''s'").values()).containsExactly("it's");
        assertThat(condition("status = \"it's\"").values()).containsExactly("it's");
        assertThat(condition("status LIKE '%\\_'"))
                .isEqualTo(Fragment.of("r.status like ? escape ''", "%\\_"));
        assertThat(condition("status ilike ' AND '").values()).containsExactly(" AND ");
        assertThat(condition("status Not  In ( 'a' ,\"b\")").sql()).isEqualTo("r.status <> all(?)");
        assertThat(condition("status in ('a', 'b')").values())
                .containsExactly((Object) new String[] {"a", "b"});
    }

    @Test
    void passesOverNaN() {
        assertThat(condition("metrics.auc > -.5e1"))
                .isEqualTo(
                        Fragment.of(
                                "exists (select 1 from latest_metric kv where kv.run_id = r.id and kv.key = ?  and kv.value > ? and kv.value < 'NaN')",
                                "auc",
                                -5.0));
        assertThat(condition("metrics.auc != 1").sql()).doesNotContain("NaN");
    }

    @Test
    void deniesAMemberAltogetherOrJustOnce() {
        assertThat(condition("alias != 'champion'").sql())
                .isEqualTo(
                        "not exists (select 1 from alias a where a.run_id = r.id and a.name = ?)");
        assertThat(condition("alias NOT IN ('a')").sql())
                .startsWith("not exists")
                .contains("= any");
        assertThat(condition("alias = 'champion'").sql()).startsWith("exists");
        assertThat(condition("datasets.name != 'd'").sql())
                .isEqualTo(
                        "exists (select 1 from dataset d where d.run_id = r.id and d.name <> ?)");
    }

    @Test
    void joinsComparisonsByAnd() {
        Fragment statement =
                SearchFixtures.statement(" status = 'a' and metrics.x <= 1\nAND start_time = 2 ");

        assertThat(statement.sql()).containsSubsequence("r.status = ? and exists (", "start_time");
        assertThat(statement.values()).containsExactly("a", "x", 1.0, 2L, 11, 0L);
        assertThat(SearchFixtures.statement(" ").sql()).doesNotContain("where");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    metrics.a > 'x'           | 13 | a number, found ''x''
                    metrics.a >> 1            | 12 | a number, found '> 1'
                    metrics.a LIKE 1          | 11 | one of =, !=, >, >=, <, <=, found 'LIKE 1'
                    metrics.a > 1.2.3         | 13 | a number, found '1.2.3'
                    metrics.a > 1x            | 13 | a number, found '1x'
                    metric.a > 1              | 1  | one of attribute, attributes, metrics, params, datasets, found 'metric.a > 1'
                    metrics. > 1              | 10 | a key behind the dot, found '> 1'
                    status > 'a'              | 8  | one of =, !=, LIKE, ILIKE, IN, NOT IN, found '> 'a''
                    status = a                | 10 | a text in quotes, such as 'a', found 'a'
                    status = 'a               | 12 | the ' that closes the one at 10, found the end
                    status = `a`              | 10 | a text in quotes, such as 'a', found '`a`'
                    status                    | 7  | one of =, !=, LIKE, ILIKE, IN, NOT IN, found the end
                    status IN 'a'             | 11 | a list such as ('a', 'b'), found ''a''
                    status IN ()              | 12 | a text in quotes, such as 'a', found ')'
                    status IN ('a',)          | 16 | a text in quotes, such as 'a', found ')'
                    status IN ('a' 'b')       | 16 | a comma or ')', found ''b')'
                    state = 'a'               | 1  | one of alias, start_time, status, found 'state = 'a''
                    datasets.source = 'a'     | 10 | one of name, found 'source = 'a''
                    status = 'a' OR 1=1       | 14 | AND or the end, found 'OR 1=1'
                    status = 'a'; drop table  | 13 | AND or the end, found '; drop table'
                    status = 'a' AND          | 17 | a field such as alias, start_time, status, found the end
                    (status = 'a')            | 1  | a field such as alias, start_time, status, found '(status = 'a')'
                    start_time = 'x'          | 14 | a whole number, found ''x''
                    status = 'it's a long sentence of a user' | 14 | AND or the end, found 's a long sentence of'..
                    """)
    void saysWhereAFilterIsWrong(String filter, int position, String rest) {
        assertThatThrownBy(() -> SearchFixtures.statement(filter))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("Invalid filter at position %d: expected %s", position, rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x' OR '1'='1",
                "'; drop table run; --",
                "\\'; select pg_sleep(9); --",
                "$$ || ? {} %s :name",
                "a\"b`c"
            })
    void letsNoTextIntoTheStatement(String sql) {
        String quoted = "'" + sql.replace("'", "''") + "'";
        String key = "`" + sql.replace("`", "``") + "`";

        Fragment statement =
                SearchFixtures.statement(
                        "params.%s = %s AND status IN (%s)".formatted(key, quoted, quoted),
                        "params.%s DESC".formatted(key));

        assertThat(statement.sql())
                .isEqualTo(
                        SearchFixtures.statement(
                                        "params.k = 'v' AND status IN ('v')", "params.k DESC")
                                .sql());
        assertThat(statement.values()).startsWith(sql, sql, sql, sql);
    }

    @Test
    void refusesMoreComparisonsThanPostgresPlansInTime() {
        String most = String.join(" AND ", Collections.nCopies(30, "start_time = 1"));

        assertThat(SearchFixtures.statement(most).values()).hasSize(32);
        assertThatThrownBy(() -> SearchFixtures.statement(most + " AND start_time = 1"))
                .hasMessageContaining("expected at most 30 comparisons");
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThatThrownBy(() -> SearchFixtures.statement("-" + "\ud83d\ude00".repeat(20)))
                .hasMessageEndingWith("found '-%s'..".formatted("\ud83d\ude00".repeat(9)));
    }

    @Test
    void readsATextOfAMillionQuotes() {
        String quotes = "''".repeat(1_000_000);

        assertThat(condition("status = '%s'".formatted(quotes)).values())
                .isEqualTo(List.of("'".repeat(1_000_000)));
    }

    private static Fragment condition(String filter) {
        return new FilterParser(SearchFixtures.runs(), filter).parse().getFirst();
    }
}
