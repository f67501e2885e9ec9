package dev.flywheel.ingestion.imports.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.pipeline.imports.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {

    @TempDir Path directory;

    @Test
    void readsEveryPlainType() throws Exception {
        Row row =
                rows("""
                select 7::bigint as l, 3::tinyint as t, 2.5::double as d, 1.1::float as f,
                  9.99::decimal(9, 2) as m, true as b, 'x' as s, null::varchar as n,
                  date '2008-04-01' as day, timestamp '2008-04-01 10:00:00' as local,
                  timestamptz '2008-04-01 10:00:00+02' as at, [1, 2] as list,
                  {'a': 1} as struct
                """)
                        .getFirst();

        assertThat(row.value("l")).isEqualTo(7L);
        assertThat(row.value("t")).isEqualTo(3L);
        assertThat(row.value("d")).isEqualTo(2.5);
        assertThat(row.value("f")).isEqualTo(1.1);
        assertThat(row.value("m")).isEqualTo(9.99);
        assertThat(row.value("b")).isEqualTo(true);
        assertThat(row.value("s")).isEqualTo("x");
        assertThat(row.value("n")).isNull();
        assertThat(row.value("day")).isEqualTo(LocalDateTime.of(2008, 4, 1, 0, 0));
        assertThat(row.value("local")).isEqualTo(LocalDateTime.of(2008, 4, 1, 10, 0));
        assertThat(row.value("at")).isEqualTo(Instant.parse("2008-04-01T08:00:00Z"));
        for (String nested : List.of("list", "struct")) {
            assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> row.value(nested));
        }
    }

    @Test
    void numbersRowsInTheOrderOfTheFileAndGoesOnBehindOne() throws Exception {
        SourceFile file = write("a*[1]'.parquet", "select range as n from range(300000)");

        try (ParquetRows rows = ParquetRows.open(file)) {
            rows.skip(200_000);
            List<Row> next = rows.next(3);

            assertThat(rows.columns()).containsExactly("n");
            assertThat(next).extracting(Row::number).containsExactly(200_001L, 200_002L, 200_003L);
            assertThat(next)
                    .extracting(row -> row.value("n"))
                    .containsExactly(200_000L, 200_001L, 200_002L);
            assertThat(rows.share(0)).isBetween(0.66, 0.67);
        }
    }

    @Test
    void saysThatAFileIsNoParquet() throws Exception {
        SourceFile text =
                new SourceFile(
                        Files.writeString(directory.resolve("t.parquet"), "a,b\n1,2\n"),
                        "t.parquet");
        SourceFile packed = new SourceFile(text.path(), "t.parquet.gz");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ParquetRows.open(text))
                .withMessageStartingWith("No readable Parquet: ");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ParquetRows.open(packed))
                .withMessageContaining("not packed");
    }

    private List<Row> rows(String select) throws Exception {
        try (ParquetRows rows = ParquetRows.open(write("a.parquet", select))) {
            return rows.next(100);
        }
    }

    private SourceFile write(String name, String select) throws Exception {
        return ParquetFixtures.write(directory, name, select);
    }
}
