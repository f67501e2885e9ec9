package dev.flywheel.ingestion.imports.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.imports.ImportSpec.Query;
import dev.flywheel.testsupport.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRowsIT {

    private static final TestPostgres.Database SHOP = TestPostgres.create("shop");

    /// Three rows, of which the last two share a position.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n::smallint                                | 2 | 1",
                "n::int                                     | 2 | 1",
                "n::bigint                                  | 2 | 1",
                "n::numeric(10, 1)                          | 2.0 | 1.0",
                "n + 0.5::real                              | 2.5 | 1.5",
                "date '2026-01-01' + n                      | 2026-01-03 | 2026-01-02",
                "timestamp '2026-01-01' + n * interval '1h' | 2026-01-01T02:00 | 2026-01-01T01:00",
                "timestamptz '2026-01-01Z' + n * interval '1h' | 2026-01-01T02:00Z | 2026-01-01T01:00Z"
            })
    void goesOnBehindEveryKindOfPosition(String column, String last, String settled)
            throws Exception {
        String sql =
                "select * from (select %s as p, m from (values (1, 1), (2, 2), (2, 3)) t(n, m)) q where p > ? order by p, m"
                        .formatted(column);
        Query query = new Query(sql, 1, "p", null);

        try (QueryRows rows = open(query, null)) {
            rows.start();
            assertThat(rows.next(1)).hasSize(1);
            assertThat(rows.position()).isNull();
            assertThat(rows.next(1)).hasSize(1);
            assertThat(rows.position()).isEqualTo(settled);
            assertThat(rows.next(5)).hasSize(1);
            assertThat(rows.position()).isEqualTo(settled);
            assertThat(rows.next(5)).isEmpty();
            assertThat(rows.position()).isEqualTo(last);
        }
        try (QueryRows rows = open(query, settled)) {
            rows.start();
            assertThat(rows.next(5)).extracting(row -> row.text("m")).containsExactly("2", "3");
        }
        try (QueryRows rows = open(query, last)) {
            rows.start();
            assertThat(rows.next(5)).isEmpty();
            assertThat(rows.position()).isEqualTo(last);
        }
    }

    @Test
    void readsEveryPlainType() throws Exception {
        String sql =
                """
                select 1::smallint as s, 2::bigint as b, 12345678901234567::numeric as key, 1.5::numeric as d,
                  0.1::real as f, true as t, 'x'::varchar as v, null::int as nothing, array[1] as list,
                  date '2026-01-02' as day, '8c9d7c62-2a5f-4c5a-9d3e-0f6f2b1d2c3a'::uuid as id,
                  timestamp '2026-01-02 03:04:05' as local, timestamptz '2026-01-02 03:04:05+01' as at
                """;

        try (QueryRows rows = open(new Query(sql, 0, null, null), null)) {
            rows.start();
            Row row = rows.next(5).getFirst();

            assertThat(rows.columns()).startsWith("s", "b", "key");
            assertThat(row.value("s")).isEqualTo(1L);
            assertThat(row.value("b")).isEqualTo(2L);
            assertThat(row.text("key")).isEqualTo("12345678901234567");
            assertThat(row.value("d")).isEqualTo(1.5);
            assertThat(row.value("f")).isEqualTo(0.1);
            assertThat(row.value("t")).isEqualTo(true);
            assertThat(row.value("nothing")).isNull();
            assertThat(row.text("id")).isEqualTo("8c9d7c62-2a5f-4c5a-9d3e-0f6f2b1d2c3a");
            assertThat(row.text("day")).isEqualTo("2026-01-02T00:00");
            assertThat(row.text("local")).isEqualTo("2026-01-02T03:04:05");
            assertThat(row.text("at")).isEqualTo("2026-01-02T02:04:05Z");
            assertThat(row.named().get("list")).isEqualTo(List.of());
        }
    }

    private static QueryRows open(Query query, @Nullable String since) throws Exception {
        Connection connection = SHOP.connect();
        return QueryRows.open(connection, query, since, 2, IOException::new);
    }
}
