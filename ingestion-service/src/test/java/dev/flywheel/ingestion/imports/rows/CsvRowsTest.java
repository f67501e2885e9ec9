package dev.flywheel.ingestion.imports.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {

    private static final byte[] CSV =
            "a;b\r\n1;\"x;\"\"y\"\"\nz\"\r\n\r\n2;\u00fc\r\n3".getBytes(StandardCharsets.UTF_8);

    @TempDir Path directory;

    @Test
    void readsQuotesLineEndsAndShortRows() throws IOException {
        List<Row> rows = rows(write("a.csv", CSV), StandardCharsets.UTF_8);

        assertThat(rows).extracting(Row::number).containsExactly(1L, 2L, 3L);
        assertThat(rows.get(0).text("b")).isEqualTo("x;\"y\"\nz");
        assertThat(rows.get(1).text("b")).isEqualTo("\u00fc");
        assertThat(rows)
                .extracting(Row::fault)
                .containsExactly(null, null, "Expected 2 fields, found 1");
        assertThat(rows.get(2).named()).containsOnlyKeys("a");
    }

    @Test
    void readsTheSameUnpacked() throws IOException {
        ByteArrayOutputStream gz = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gz)) {
            out.write(CSV);
        }
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("folder/"));
            out.putNextEntry(new ZipEntry("folder/a.csv"));
            out.write(CSV);
        }
        SourceFile plain = write("a.csv", CSV);

        for (SourceFile file :
                List.of(write("a.csv.gz", gz.toByteArray()), write("a.zip", zip.toByteArray()))) {
            assertThat(rows(file, StandardCharsets.UTF_8))
                    .isEqualTo(rows(plain, StandardCharsets.UTF_8));
            assertThat(file.content(() -> true)).isEqualTo(plain.content(() -> true));
        }
    }

    @Test
    void spoilsOnlyTheRowWhoseBytesAreNoText() throws IOException {
        byte[] latin1 = "a;b\n1;\u00fc\n2;x\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(rows(write("l.csv", latin1), StandardCharsets.UTF_8))
                .extracting(Row::fault)
                .containsExactly("Field 2 is not UTF-8", null);
        assertThat(rows(write("l.csv", latin1), StandardCharsets.ISO_8859_1).getFirst().text("b"))
                .isEqualTo("\u00fc");
    }

    @Test
    void goesOnAfterARow() throws IOException {
        try (CsvRows rows = CsvRows.open(write("a.csv", CSV), ';', StandardCharsets.UTF_8)) {
            rows.skip(1);

            assertThat(rows.next(10)).extracting(Row::number).containsExactly(2L, 3L);
        }
    }

    @Test
    void holdsOnlySoManyCharactersAtATime() throws IOException {
        String row = "1;" + "x".repeat(1_000_000) + "\n";
        SourceFile file =
                write("l.csv", ("a;b\n" + row.repeat(8)).getBytes(StandardCharsets.UTF_8));

        try (CsvRows rows = CsvRows.open(file, ';', StandardCharsets.UTF_8)) {
            assertThat(rows.next(10)).hasSize(5);
            assertThat(rows.next(10)).extracting(Row::number).containsExactly(6L, 7L, 8L);
        }
    }

    @Test
    void needsAHeaderWithEachColumnOnce() throws IOException {
        SourceFile empty = write("e.csv", new byte[0]);
        SourceFile twice = write("t.csv", "a;a\n".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> rows(empty, StandardCharsets.UTF_8));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> rows(twice, StandardCharsets.UTF_8));
    }

    @Test
    void readsPastALineOfTenMegabytes() throws IOException {
        String line = "1;" + "x".repeat(10_000_000) + "\n";
        SourceFile file =
                write("l.csv", ("a;b\n" + line + "2;y\n").getBytes(StandardCharsets.UTF_8));

        try (CsvRows rows = CsvRows.open(file, ';', StandardCharsets.UTF_8)) {
            assertThat(rows.next(10))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text("b")).hasSize(10_000_000));
            assertThat(rows.next(10)).extracting(row -> row.text("b")).containsExactly("y");
        }
    }

    @Test
    void tellsTheRowWhoseQuoteIsNeverClosed() throws IOException {
        byte[] csv = new byte[20_000_000];
        Arrays.fill(csv, (byte) 'x');
        byte[] start = "a;b\n1;y\n2;\"".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(start, 0, csv, 0, start.length);

        try (CsvRows rows = CsvRows.open(write("q.csv", csv), ';', StandardCharsets.UTF_8)) {
            assertThat(rows.next(1)).hasSize(1);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> rows.next(1))
                    .withMessageStartingWith("Row 2 can't be read, is a quote not closed?");
        }
    }

    @Test
    void givesTheRowsBeforeAQuoteThatSwallowsTheRest() throws IOException {
        byte[] csv = "a;b\n1;x\n2;\"y\n3;z\n4;z\n".getBytes(StandardCharsets.UTF_8);

        try (CsvRows rows = CsvRows.open(write("q.csv", csv), ';', StandardCharsets.UTF_8)) {
            assertThat(rows.next(10)).extracting(Row::number).containsExactly(1L);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> rows.next(10))
                    .withMessage(
                            "Row 2 has a quote that is not closed, so that the 2 lines after it can't be read");
        }
    }

    @Test
    void spoilsOnlyTheLastRowWhoseQuoteIsNotClosed() throws IOException {
        for (String end : List.of("", "\n", "\r\n")) {
            byte[] csv = ("a;b\n1;x\n2;\"y" + end).getBytes(StandardCharsets.UTF_8);

            assertThat(rows(write("q.csv", csv), StandardCharsets.UTF_8))
                    .extracting(Row::fault)
                    .containsExactly(null, "A quote is not closed");
        }
        assertThat(
                        rows(
                                        write(
                                                "q.csv",
                                                "a;b\n1;\"x\"".getBytes(StandardCharsets.UTF_8)),
                                        StandardCharsets.UTF_8)
                                .getFirst()
                                .text("b"))
                .isEqualTo("x");
    }

    @Test
    void needsAHeaderWhoseQuotesAreClosed() throws IOException {
        SourceFile open = write("h.csv", "a;\"b\n1;2\n".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> rows(open, StandardCharsets.UTF_8))
                .withMessage("The header has a quote that is not closed");
    }

    @Test
    void recognisesAHeaderInAnotherCharset() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            SourceFile file = write("u.csv", "a;b\n1;2\n".getBytes(charset));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> rows(file, StandardCharsets.UTF_8))
                    .withMessage(
                            "The header is not UTF-8; say which charset the file has, or convert it"
                                    + " to UTF-8");
        }
    }

    private SourceFile write(String name, byte[] content) throws IOException {
        return new SourceFile(Files.write(directory.resolve(name), content), name);
    }

    private static List<Row> rows(SourceFile file, Charset charset) throws IOException {
        try (CsvRows rows = CsvRows.open(file, ';', charset)) {
            return rows.next(100);
        }
    }
}
