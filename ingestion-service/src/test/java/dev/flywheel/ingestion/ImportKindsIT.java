package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.ingestion.imports.rows.ParquetFixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/// Imports of every format, by the names that the pipeline's file gives them.
class ImportKindsIT extends RunningIngestion {

    private static final String HEADER = "user_id,item_id,event_time,page\n";

    @Autowired private JdbcTemplate jdbc;

    @Test
    void importsOneFileAsEventsAndAsReferenceData() throws IOException {
        write(
                "shop.csv",
                "\uFEFFsession;kind;model;page;price;at\r\n"
                        + "shop-1;click;SM1;1;9.5;30.04.2025 10:00\r\n"
                        + "shop-1;look;SM2;1;7;30.04.2025 10:01\r\n"
                        + "shop-2;click;SM1;9;9.5;30.04.2025 10:02\r\n"
                        + "shop-3;click;SM1;1;9.5;soon\r\n");

        Answer clicks = client.imported("{\"import\":\"shop\"}");
        Answer prices = client.imported("{\"import\":\"prices\"}");

        assertThat(clicks.text("status")).as(clicks.body()).isEqualTo("SUCCEEDED");
        assertThat(clicks.text("import")).isEqualTo("shop");
        assertThat(clicks.number("accepted")).isEqualTo(1);
        assertThat(clicks.number("skipped")).isEqualTo(1);
        assertThat(clicks.number("quarantined")).isEqualTo(2);
        assertThat(eventOf("shop-1").eventTime()).isEqualTo(Instant.parse("2025-04-30T08:00:00Z"));
        assertThat(quarantine())
                .filteredOn(each -> each.content().contains("\"shop-3\""))
                .singleElement()
                .extracting(each -> each.reasons().getFirst())
                .isEqualTo(
                        new Quarantined.Reason(
                                "event_time",
                                "Expected a time such as dd.MM.yyyy HH:mm in column 'at', found"
                                        + " 'soon'"));
        assertThat(prices.number("accepted")).isEqualTo(2);
        assertThat(prices.number("skipped")).isEqualTo(2);
        assertThat(topics.read(Topics.entities("clicks"), EntityVersion.class))
                .filteredOn(version -> version.key().equals("SM2"))
                .extracting(version -> version.attributes().get("price"))
                .containsExactly(7.0);
    }

    @Test
    void readsNumbersOfACountryAndTextsThatStandForNone() throws IOException {
        write(
                "prices.csv",
                "model;Preis;at\nNUM1;1.204,50;30.04.2025\nNUM2;k.A.;30.04.2025\n"
                        + "NUM3;9.5;30.04.2025\nn/a;1,5;30.04.2025\n");

        Answer done =
                client.imported(
                        """
                        {"path":"prices.csv","delimiter":";","target":"entity:item",
                         "missing":["k.A.","n/a"],
                         "columns":{"key":"model","price":{"number":"Preis","decimal":",","grouping":"."},
                           "valid_from":{"time":"at","pattern":"dd.MM.yyyy"}}}
                        """);

        Answer plain =
                client.imported(
                        """
                        {"path":"prices.csv","delimiter":";","target":"entity:item",
                         "columns":{"key":"model","price":"Preis"}}
                        """);
        Answer comma =
                client.startImport(
                        "{\"path\":\"prices.csv\",\"target\":\"entity:item\",\"columns\":{\"key\":\"model\"}}");

        assertThat(comma.body()).contains("[model;Preis;at], one column: is the delimiter ';'?");
        assertThat(plain.number("accepted")).isEqualTo(1);
        assertThat(quarantine())
                .filteredOn(each -> each.content().contains("\"NUM1\""))
                .singleElement()
                .extracting(each -> each.reasons().getFirst().message())
                .asString()
                .contains("is '1.204,50', a number with a decimal comma: map its column by {");
        assertThat(done.number("accepted")).as(done.body()).isEqualTo(2);
        assertThat(done.number("quarantined")).isEqualTo(2);
        assertThat(topics.read(Topics.entities("clicks"), EntityVersion.class))
                .filteredOn(version -> version.key().startsWith("NUM"))
                .filteredOn(version -> !version.key().equals("NUM3"))
                .extracting(version -> version.attributes().get("price"))
                .containsExactlyInAnyOrder(1204.5, null);
        assertThat(quarantine())
                .filteredOn(each -> each.content().contains("\"NUM3\""))
                .singleElement()
                .extracting(each -> each.reasons().getFirst())
                .isEqualTo(
                        new Quarantined.Reason(
                                "price",
                                "Expected a number such as 1.204,5 in column 'Preis', found"
                                        + " '9.5'"));
    }

    @Test
    void refusesARowWithoutItsTime() throws IOException {
        write(
                "timeless.csv",
                "user_id,item_id,event_time,page\n"
                        + "timeless-1,A1,2025-04-30T08:00:00Z,1\n"
                        + "timeless-2,A1,,1\n"
                        + "timeless-3,A1,30.04.2025,1\n");

        Answer done =
                client.imported(
                        """
                        {"path":"timeless.csv","columns":{"user_id":"user_id","item_id":"item_id",
                         "event_time":{"time":"event_time"},"page":"page"}}
                        """);

        assertThat(done.number("accepted")).as(done.body()).isEqualTo(1);
        assertThat(reasonsOf("timeless-2"))
                .containsExactly(new Quarantined.Reason("event_time", "is missing"));
        assertThat(reasonsOf("timeless-3"))
                .singleElement()
                .extracting(Quarantined.Reason::message)
                .asString()
                .startsWith("Expected a time such as");
    }

    @Test
    void importsLinesOfJson() throws IOException {
        write(
                "clicks.ndjson",
                """
                {"who":{"id":71},"what":"J1","ms":1714464000000,"page":2}
                {"who":{"id":72},"what":"J1","ms":1714464000000,"page":"two"}
                no json
                """);

        Answer done =
                client.imported(
                        """
                        {"path":"clicks.ndjson","columns":{"user_id":"who.id","item_id":"what",
                         "page":"page","event_time":{"epoch_millis":"ms"}}}
                        """);

        assertThat(done.number("accepted")).as(done.body()).isEqualTo(1);
        assertThat(done.number("quarantined")).isEqualTo(2);
        assertThat(eventOf("71").eventTime()).isEqualTo(Instant.parse("2024-04-30T08:00:00Z"));
    }

    @Test
    void importsParquetByTheNamesOfItsColumns() throws Exception {
        ParquetFixtures.write(
                IMPORTS,
                "clicks.parquet",
                """
                select 'pq-' || range as user_id, range as item_id, 1 + range % 5 as page,
                  timestamptz '2025-04-30 08:00:00+00' as event_time, 'x' as other
                from range(12000)
                """);

        Answer done = client.imported("{\"path\":\"clicks.parquet\"}");

        assertThat(done.number("accepted")).as(done.body()).isEqualTo(12_000);
        String sha = done.text("file_sha256").substring(0, 16);
        Event last = event("click-" + sha + "-000012000");
        assertThat(last.text("user_id")).isEqualTo("pq-11999");
        assertThat(last.text("item_id")).isEqualTo("11999");
        assertThat(last.values()).containsEntry("page", 5L);
    }

    @Test
    void namesTheColumnsThatAFileLacks() throws Exception {
        ParquetFixtures.write(IMPORTS, "wrong.parquet", "select 1 as user_id, 2 as model");
        write("text.parquet", HEADER);

        Answer wrong = client.startImport("{\"path\":\"wrong.parquet\"}");
        Answer text = client.startImport("{\"path\":\"text.parquet\"}");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().path("errors").findValuesAsString("message"))
                .containsExactlyInAnyOrder(
                        "The file has no column 'item_id'; it has [user_id, model]",
                        "The file has no column 'event_time'; it has [user_id, model]");
        assertThat(text.status()).isEqualTo(422);
        assertThat(text.body()).contains("'text.parquet' can't be read: No readable Parquet");
    }

    @Test
    void importsEachFileOfAGlobFromAPositionOfItsOwn() throws IOException {
        Files.createDirectories(IMPORTS.resolve("glob"));
        for (int file = 1; file <= 3; file++) {
            StringBuilder csv = new StringBuilder(HEADER);
            for (int row = 0; row < 4; row++) {
                csv.append("glob-%d,A1,2025-04-30T0%d:00:00Z,1\n".formatted(file, row));
            }
            write("glob/%d.csv".formatted(file), csv.toString());
        }
        write("glob/4.csv.partial", "half");
        write("glob/5.txt", "other");

        Answer done = client.imported("{\"path\":\"glob/*.csv\"}");

        assertThat(done.number("accepted")).as(done.body()).isEqualTo(12);
        assertThat(done.json().path("files").findValuesAsString("path"))
                .containsExactly("glob/1.csv", "glob/2.csv", "glob/3.csv");

        // As a process leaves it that died in the middle of the second file.
        jdbc.update(
                "update import_file set finished = false, rows_read = number, accepted = number"
                        + " where import_job_id = ?::uuid and number > 0",
                done.text("id"));
        jdbc.update(
                "update import_job set status = 'RUNNING', finished_at = null,"
                        + " owner = gen_random_uuid(), leased_until = now() where id = ?::uuid",
                done.text("id"));

        assertThat(client.finished(done.text("id")).number("accepted")).isEqualTo(4 + 4 + 4);
        assertThat(eventsOf("glob-1")).hasSize(4);
        assertThat(eventsOf("glob-2")).hasSize(4 + 3);
        assertThat(eventsOf("glob-3")).hasSize(4 + 2);
        assertThat(eventsOf("glob-3").stream().distinct()).hasSize(4);
    }

    @Test
    void importsAWholeFolderButNotTheWholeSource() throws IOException {
        Files.createDirectories(IMPORTS.resolve("folder"));
        write("folder/a.csv", HEADER + "folder-1,A1,2025-04-30T00:00:00Z,1\n");
        write("folder/b.csv", HEADER + "folder-1,A2,2025-04-30T00:00:00Z,1\n");

        assertThat(client.imported("{\"path\":\"folder\"}").number("accepted")).isEqualTo(2);
        assertThat(client.startImport("{\"path\":\".\"}").status()).isEqualTo(422);
        assertThat(client.startImport("{\"path\":\"../*/*.csv\"}").status()).isEqualTo(422);
    }

    @Test
    void refusesWhatTheFileOfThePipelineDoesNotAllow() {
        Answer unknown = client.startImport("{\"import\":\"shp\"}");
        Answer missing = client.startImport("{\"import\":\"shop\",\"path\":\"none.csv\"}");
        Answer changed = client.startImport("{\"import\":\"shop\",\"columns\":{}}");
        Answer schedule = client.startImport("{\"path\":\"x.csv\",\"schedule\":\"0 3 * * *\"}");
        Answer twice = client.startImport("{\"path\":\"x.csv\",\"path\":\"y.csv\"}");

        assertThat(unknown.body()).contains("did you mean 'shop'?");
        assertThat(missing.body()).contains("has no readable file 'none.csv'");
        assertThat(changed.body()).contains("Expected beside import one of [path,");
        assertThat(schedule.body()).contains("Only imports of the pipeline's file have it");
        assertThat(List.of(unknown, missing, changed, schedule, twice))
                .extracting(Answer::status)
                .containsOnly(422);
    }

    @Test
    void startsWhatWasDueWhileNoProcessRan() throws IOException {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate monday = today.minusDays(3);
        write("daily-" + monday + ".csv", HEADER + "daily,A1," + monday + "T01:00:00Z,1\n");
        Instant due = monday.plusDays(1).atTime(3, 0).toInstant(ZoneOffset.UTC);

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        jdbc.update(
                                        "update import_schedule set next_at = ?"
                                                + " where import_name = 'daily'",
                                        java.sql.Timestamp.from(due))
                                == 1);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(eventsOf("daily")).hasSize(1));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    List<String> paths = latest().json().findValuesAsString("path");
                    assertThat(paths)
                            .contains(
                                    "daily-" + monday + ".csv",
                                    "daily-" + monday.plusDays(1) + ".csv");
                });
        assertThat(latest().json().findValuesAsString("error"))
                .anyMatch(error -> error.contains("daily-" + monday.plusDays(1) + ".csv"));
        // One day is made up for after another, in a transaction each.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(
                                        jdbc.queryForObject(
                                                "select next_at from import_schedule where import_name = 'daily'",
                                                java.sql.Timestamp.class))
                                .isAfter(java.sql.Timestamp.from(clock.instant())));
    }

    private List<Quarantined.Reason> reasonsOf(String user) {
        return quarantine().stream()
                .filter(each -> each.content().contains('"' + user + '"'))
                .flatMap(each -> each.reasons().stream())
                .toList();
    }

    private Answer latest() {
        return client.get("/pipelines/clicks/imports");
    }

    private static void write(String name, String text) throws IOException {
        Path file = IMPORTS.resolve(name);
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
