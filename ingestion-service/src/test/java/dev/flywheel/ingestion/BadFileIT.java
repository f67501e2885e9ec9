package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Quarantined.Origin;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.ingestion.imports.rows.ParquetFixtures;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Files that are not as they should be, and what whoever imports them is told.
class BadFileIT extends RunningIngestion {

    private static final String HEADER = "user_id,item_id,event_time,page\n";
    private static final String TIME = "2025-04-30T08:00:00Z";

    @Test
    void tellsWhatIsWrongWithEachRowAndTakesTheOthers() throws IOException {
        write(
                "rows.csv",
                HEADER
                        + "row-1,A1,"
                        + TIME
                        + ",1\n"
                        + "row-2,A1\n"
                        + "row-3,A1,"
                        + TIME
                        + ",1,2\n"
                        + ",A1,"
                        + TIME
                        + ",1\n"
                        + "row-5,A1,30.04.2025,1\n"
                        + "row-6,A1,"
                        + TIME
                        + ",one\n"
                        + "row-7,A1,"
                        + TIME
                        + ",6\n"
                        + "row-8,A1,"
                        + TIME
                        + ",\n",
                StandardCharsets.UTF_8);

        Answer done = imported("rows.csv");

        assertThat(done.text("status")).as(done.body()).isEqualTo("SUCCEEDED");
        assertThat(done.number("rows_read")).isEqualTo(8);
        assertThat(done.number("accepted")).isEqualTo(2);
        assertThat(reasons(done, 2)).containsExactly("Expected 4 fields, found 2");
        assertThat(reasons(done, 3)).containsExactly("Expected 4 fields, found 5");
        assertThat(reasons(done, 4)).containsExactly("user_id: is missing");
        assertThat(reasons(done, 5))
                .containsExactly(
                        "event_time: is '30.04.2025', not a time such as 2026-11-23T08:00:00Z");
        assertThat(reasons(done, 6)).containsExactly("page: is 'one', not a whole number");
        assertThat(reasons(done, 7)).containsExactly("page: is 6, not between 1 and 5");
    }

    @Test
    void readsWindowsFilesAndNamesColumnsThatAreMissing() throws IOException {
        write(
                "windows.csv",
                "\uFEFF" + HEADER.replace("\n", "\r\n") + "crlf,A1," + TIME + ",1\r\n",
                StandardCharsets.UTF_8);
        write("fewer.csv", "user_id,page\n1,2\n", StandardCharsets.UTF_8);
        write("twice.csv", "user_id,page,user_id\n1,2,3\n", StandardCharsets.UTF_8);
        write("empty.csv", "", StandardCharsets.UTF_8);
        write("none.csv", HEADER, StandardCharsets.UTF_8);

        assertThat(imported("windows.csv").number("accepted")).isEqualTo(1);
        assertThat(eventOf("crlf").values()).containsEntry("page", 1L);
        assertThat(refusals("fewer.csv"))
                .containsExactly(
                        "The file has no column 'item_id'; it has [user_id, page]",
                        "The file has no column 'event_time'; it has [user_id, page]");
        assertThat(refusals("twice.csv"))
                .containsExactly(
                        "The file 'twice.csv' can't be read: The header has the column 'user_id'"
                                + " twice");
        assertThat(refusals("empty.csv"))
                .containsExactly(
                        "The file 'empty.csv' can't be read: The file is empty: a header is"
                                + " needed");
        assertThat(refusals("missing.csv"))
                .containsExactly("Source 'files' has no readable file 'missing.csv'");
        assertThat(refusals("missing/*.csv"))
                .containsExactly("Source 'files' has no readable file 'missing/*.csv'");
        assertThat(imported("none.csv").number("rows_read")).isZero();
    }

    @Test
    void tellsOfAnotherEncoding() throws IOException {
        String rows = HEADER + "latin,\u00fc,%1$s,1\nlatin,u,%1$s,1\n".formatted(TIME);
        write("latin.csv", rows, StandardCharsets.ISO_8859_1);
        write("wide.csv", rows, StandardCharsets.UTF_16);

        Answer done = imported("latin.csv");

        assertThat(done.number("accepted")).as(done.body()).isEqualTo(1);
        assertThat(reasons(done, 1)).containsExactly("Field 2 is not UTF-8");
        assertThat(refusals("wide.csv"))
                .containsExactly(
                        "The file 'wide.csv' can't be read: The header is not UTF-8; say which"
                                + " charset the file has, or convert it to UTF-8");
    }

    @Test
    void goesOnBehindTenMegabytesOnOneLine() throws IOException {
        String line = "long," + "x".repeat(10 << 20) + "," + TIME + ",1\n";
        write("long.csv", HEADER + line + "long,A1," + TIME + ",1\n", StandardCharsets.UTF_8);
        write("line.csv", "x".repeat(10 << 20), StandardCharsets.UTF_8);

        Answer done = imported("long.csv");

        assertThat(done.number("accepted")).as(done.body()).isEqualTo(1);
        assertThat(reasons(done, 1))
                .containsExactly("item_id: is longer than 1024 characters, or has a NUL in it");
        assertThat(refusals("line.csv"))
                .containsExactly(
                        "The file 'line.csv' can't be read: The header has a name of 10485760"
                                + " characters: is the first line a header?");
    }

    @Test
    void tellsOfTheWrongSchemaOfParquet() throws Exception {
        ParquetFixtures.write(IMPORTS, "names.parquet", "select 1 as usr_id, 2 as item_id");
        ParquetFixtures.write(
                IMPORTS,
                "types.parquet",
                """
                select {'id': 1} as user_id, [1, 2] as item_id, 'soon' as event_time, 1.5 as page
                """);
        write("text.parquet", HEADER, StandardCharsets.UTF_8);

        Answer types = imported("types.parquet");

        assertThat(refusals("names.parquet"))
                .containsExactly(
                        "The file has no column 'user_id'; it has [usr_id, item_id]",
                        "The file has no column 'event_time'; it has [usr_id, item_id]");
        assertThat(types.number("quarantined")).as(types.body()).isEqualTo(1);
        assertThat(reasons(types, 1))
                .containsExactlyInAnyOrder(
                        "user_id: 'user_id' is not a single value",
                        "item_id: 'item_id' is not a single value",
                        "page: is 1.5, not a whole number",
                        "event_time: is 'soon', not a time such as 2026-11-23T08:00:00Z");
        assertThat(refusals("text.parquet"))
                .singleElement()
                .asString()
                .startsWith("The file 'text.parquet' can't be read: No readable Parquet");
    }

    private List<String> refusals(String path) {
        Answer answer = start(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        return answer.json().path("errors").findValuesAsString("message");
    }

    /// What quarantine says of a row of an import.
    private List<String> reasons(Answer done, int row) {
        String start = "{\"row\":" + row + ",";
        return quarantine().stream()
                .filter(each -> isOf(each.origin(), done.text("id")))
                .filter(each -> each.content().startsWith(start))
                .flatMap(each -> each.reasons().stream())
                .map(BadFileIT::text)
                .toList();
    }

    private static boolean isOf(@Nullable Origin origin, String importId) {
        return origin != null && importId.equals(origin.importId());
    }

    private static String text(Reason reason) {
        return reason.field() == null ? reason.message() : reason.field() + ": " + reason.message();
    }

    private static void write(String name, String text, Charset charset) throws IOException {
        Files.write(IMPORTS.resolve(name), text.getBytes(charset));
    }

    private Answer start(String path) {
        return client.startImport(importOf(path));
    }

    private Answer imported(String path) {
        return client.imported(importOf(path));
    }

    private static String importOf(String path) {
        return "{\"path\":\"" + path + "\"}";
    }
}
