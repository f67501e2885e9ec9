package dev.flywheel.ingestion.imports.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.pipeline.imports.BadValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonRowsTest {

    @TempDir Path directory;

    @Test
    void readsAnObjectALine() throws IOException {
        List<Row> rows =
                rows("\uFEFF{\"a\":1,\"b\":{\"c\":\"x\"},\"e\":\"\"}\r\n\r\n{\"a\":2.5,\"l\":[1]}");

        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L);
        assertThat(rows).extracting(Row::fault).containsOnlyNulls();
        Row first = rows.getFirst();
        assertThat(first.value("a")).isEqualTo(1L);
        assertThat(first.value("b.c")).isEqualTo("x");
        assertThat(first.value("e")).isNull();
        assertThat(first.value("none")).isNull();
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> first.value("b"));
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> rows.get(1).value("l"));
    }

    @Test
    void refusesOnlyTheLinesThatAreBad() throws IOException {
        byte[] latin1 = "{\"a\":\"\u00fc\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        SourceFile file = write("[1]\n{\"a\":\n{\"a\":1,\"a\":2}\n{\"a\":3}\n", latin1);

        try (NdjsonRows rows = NdjsonRows.open(file)) {
            assertThat(rows.next(10))
                    .extracting(row -> row.fault() == null ? "" : row.fault())
                    .satisfiesExactly(
                            fault -> assertThat(fault).contains("found an array"),
                            fault -> assertThat(fault).startsWith("Not JSON"),
                            fault -> assertThat(fault).isEqualTo("Given more than once"),
                            fault -> assertThat(fault).isEmpty(),
                            fault -> assertThat(fault).isEqualTo("The line is not UTF-8"));
        }
    }

    @Test
    void keepsTheBeginningOfALineOfTenMegabytes() throws IOException {
        List<Row> rows = rows("{\"a\":\"" + "x".repeat(10_000_000) + "\"}\n{\"a\":1}\n");

        assertThat(rows.getFirst().fault())
                .startsWith("The line has 10000008 bytes, more than 4194304; its SHA-256 is ");
        assertThat(rows.getFirst().size()).isEqualTo(1000);
        assertThat(rows.get(1).fault()).isNull();
    }

    @Test
    void goesOnAfterARow() throws IOException {
        try (NdjsonRows rows = NdjsonRows.open(write("{\"a\":1}\n\n{\"a\":2}\n", new byte[0]))) {
            rows.skip(1);

            assertThat(rows.next(10)).extracting(row -> row.value("a")).containsExactly(2L);
            assertThat(rows.share(17)).isEqualTo(1);
        }
    }

    private List<Row> rows(String text) throws IOException {
        try (NdjsonRows rows = NdjsonRows.open(write(text, new byte[0]))) {
            return rows.next(100);
        }
    }

    private SourceFile write(String text, byte[] more) throws IOException {
        Path file = directory.resolve("a.ndjson");
        Files.writeString(file, text);
        Files.write(file, more, java.nio.file.StandardOpenOption.APPEND);
        return new SourceFile(file, "a.ndjson");
    }
}
