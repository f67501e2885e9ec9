package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ImportIT {

    private static final String HEADER = "year;month;day;order;session ID;model;page;price\n";
    private static final String COLUMNS =
            """
            "columns":{"user_id":"session ID","item_id":"model","page":"page","order":"order",
             "event_time":{"plus_seconds":{"to":{"hash_time_of_day":
               {"of":"session ID","on":{"date":["year","month","day"]},"within":79200}},
               "column":"order","offset":-1,"times":20}}}
            """;

    @TempDir static Path directory;

    @Autowired private JdbcTemplate jdbc;

    @Value("${local.server.port}")
    private int port;

    private final TopicReader topics = new TopicReader(TestKafka.bootstrapServers());
    private IngestionClient client;

    @DynamicPropertySource
    static void infrastructure(DynamicPropertyRegistry registry) {
        TestPostgres.Database database = TestPostgres.create("ingestion");
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::user);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", TestKafka::bootstrapServers);
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
        registry.add("flywheel.pipelines", () -> Clicks.DIRECTORY);
        registry.add("flywheel.ingestion.sources.files.path", () -> directory);
    }

    @BeforeEach
    void waitsUntilReady() {
        client = new IngestionClient(port);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/actuator/health/readiness").status() == 200);
    }

    @Test
    void importsTheGoodRowsAndQuarantinesTheBad() throws IOException {
        byte[] latin1 = "2008;4;1;1;W\u00fcrzburg;A1;1;9\r\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(
                directory.resolve("mixed.csv"),
                concatenated(
                        "\uFEFF".getBytes(StandardCharsets.UTF_8),
                        HEADER.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
                        "2008;4;1;1;m1;A1;1;9\r\n2008;4;1;two;m1;A2;1;9\r\n"
                                .getBytes(StandardCharsets.UTF_8),
                        "2008;13;1;1;m1;A1;1;9\r\nshort;row\r\n\r\n2008;4;1;2;m1;\"A;3\";1;9\r\n"
                                .getBytes(StandardCharsets.UTF_8),
                        latin1,
                        "2008;4;1;3;m1;A4;7;9\r\n2008;4;1;4;m\u00fc;A5;1;9"
                                .getBytes(StandardCharsets.UTF_8)));

        Answer done = imported("\"path\":\"mixed.csv\",\"delimiter\":\";\"," + COLUMNS);

        assertThat(done.text("status")).as(done.body()).isEqualTo("SUCCEEDED");
        assertThat(done.number("rows_read")).isEqualTo(8);
        assertThat(done.number("accepted")).isEqualTo(3);
        assertThat(done.number("quarantined")).isEqualTo(5);
        assertThat(done.json().path("progress").doubleValue()).isEqualTo(1);
        String sha = done.text("file_sha256").substring(0, 16);
        Event first = event("click-" + sha + "-000000001");
        // floorMod(first four bytes of SHA-256("m1") as an int, 79200) seconds into the day
        assertThat(first.eventTime())
                .isEqualTo(
                        Instant.parse("2008-04-01T00:00:00Z")
                                .plusSeconds(
                                        Math.floorMod(
                                                dev.flywheel.contracts.StableHash.of("m1"),
                                                79200)));
        assertThat(first.values()).containsEntry("order", 1L).containsEntry("user_id", "m1");
        assertThat(event("click-" + sha + "-000000005").eventTime())
                .isEqualTo(first.eventTime().plusSeconds(20));
        assertThat(event("click-" + sha + "-000000005").text("item_id")).isEqualTo("A;3");
        assertThat(event("click-" + sha + "-000000008").text("user_id")).isEqualTo("m\u00fc");
        assertThat(topics.read(Topics.quarantine("clicks"), Quarantined.class))
                .filteredOn(each -> each.eventId().startsWith("click-" + sha))
                .extracting(Quarantined::eventId)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(2, 3, 4, 6, 7)
                                .map(row -> "click-" + sha + "-00000000" + row)
                                .toList());
    }

    /// The quote makes the rest of the file one row.
    @Test
    void failsAtAStrayQuoteWithMegabytesBehindIt() throws IOException {
        String last = "2008;4;1;1;q2;A1;1;9\n";
        Files.writeString(
                directory.resolve("quote.csv"),
                HEADER + "2008;4;1;1;q1;A1;1;9\n2008;4;1;1;q1;\"A2;1;9\n" + last.repeat(450_000));

        Answer done = imported("\"path\":\"quote.csv\",\"delimiter\":\";\"," + COLUMNS);

        assertThat(done.text("status")).as(done.body()).isEqualTo("FAILED");
        assertThat(done.text("error"))
                .contains(
                        "Row 2 has a quote that is not closed, so that the 450000 lines after it can't be read");
        assertThat(done.number("accepted")).isEqualTo(1);
    }

    /// The last row, of whose quoted text half came.
    @Test
    void refusesOnlyTheLastRowIfItsQuoteIsNotClosed() throws IOException {
        Files.writeString(
                directory.resolve("cut.csv"),
                HEADER + "2008;4;1;1;cut1;A1;1;9\n2008;4;1;1;cut2;A2;1;\"" + "9".repeat(300_000));

        Answer done = imported("\"path\":\"cut.csv\",\"delimiter\":\";\"," + COLUMNS);

        assertThat(done.text("status")).as(done.body()).isEqualTo("SUCCEEDED");
        assertThat(done.number("accepted")).isEqualTo(1);
        Digest sha = Digest.of("9".repeat(300_000).getBytes(StandardCharsets.UTF_8));
        assertThat(topics.read(Topics.quarantine("clicks"), Quarantined.class))
                .filteredOn(each -> each.content().contains("cut2"))
                .singleElement()
                .satisfies(each ->
                        assertThat(each.content())
                                .contains("A quote is not closed", "300000 bytes", sha.hex())
                                .hasSizeLessThan(100_000));
    }

    @Test
    void givesTheSameIdsWhenAFileIsImportedAgain() throws IOException {
        Files.writeString(
                directory.resolve("twice.csv"),
                HEADER + "2008;4;1;1;t1;A1;1;9\n2008;4;1;2;t1;A2;1;9\n");
        String request = "\"path\":\"twice.csv\",\"delimiter\":\";\"," + COLUMNS;

        Answer first = imported(request);
        Answer second = imported(request);

        assertThat(first.number("accepted")).isEqualTo(2);
        assertThat(second.number("accepted")).isEqualTo(2);
        assertThat(events("t1")).hasSize(4);
        assertThat(events("t1").stream().distinct()).hasSize(2);
    }

    @Test
    void goesOnWhereACrashedProcessStopped() throws IOException {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 1; i <= 20; i++) {
            csv.append("2008;4;1;").append(i).append(";r1;A1;1;9\n");
        }
        Files.writeString(directory.resolve("resumed.csv"), csv);
        Answer before = imported("\"path\":\"resumed.csv\",\"delimiter\":\";\"," + COLUMNS);
        int delivered = events("r1").size();

        // As a process leaves it that died after it had written down row 15.
        setBack(before.text("id"), 15, "-1 second");

        Answer after = client.finished(before.text("id"));
        assertThat(after.text("status")).as(after.body()).isEqualTo("SUCCEEDED");
        assertThat(after.number("rows_read")).isEqualTo(20);
        assertThat(after.number("accepted")).isEqualTo(20);
        assertThat(events("r1")).hasSize(delivered + 5);
        assertThat(events("r1").stream().distinct()).hasSize(20);
    }

    @Test
    void leavesAnImportToWhoeverHoldsItsLease() throws IOException {
        Files.writeString(directory.resolve("leased.csv"), HEADER + "2008;4;1;1;l1;A1;1;9\n");
        String id = imported("\"path\":\"leased.csv\",\"delimiter\":\";\"," + COLUMNS).text("id");
        setBack(id, 0, "1 hour");

        // So long that this process looks for work meanwhile.
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(60))
                .until(() -> status(id).text("status").equals("RUNNING"));
        assertThat(status(id).number("accepted")).isZero();
        jdbc.update("update import_job set leased_until = now() where id = ?::uuid", id);
        assertThat(client.finished(id).number("accepted")).isEqualTo(1);
    }

    @Test
    void failsWhenTheFileChangedMeanwhile() throws IOException {
        Path file = directory.resolve("changed.csv");
        Files.writeString(file, HEADER + "2008;4;1;1;c1;A1;1;9\n");
        String id = imported("\"path\":\"changed.csv\",\"delimiter\":\";\"," + COLUMNS).text("id");
        Files.writeString(file, HEADER + "2008;4;1;1;c2;A1;1;9\n");
        setBack(id, 0, "-1 second");

        Answer after = client.finished(id);
        assertThat(after.text("status")).isEqualTo("FAILED");
        assertThat(after.text("error")).contains("changed");
        assertThat(events("c2")).isEmpty();
    }

    @Test
    void takesASampleOfSessionsAndATimeRange() throws IOException {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int session = 0; session < 400; session++) {
            csv.append("2008;4;%d;1;s%d;A1;1;9\n".formatted(1 + session % 2, session));
            csv.append("2008;4;%d;2;s%d;A2;1;9\n".formatted(1 + session % 2, session));
        }
        Files.writeString(directory.resolve("sampled.csv"), csv);

        Answer done =
                imported(
                        "\"path\":\"sampled.csv\",\"delimiter\":\";\",\"sample\":{\"by\":\"session"
                                + " ID\",\"share\":0.25},\"from\":\"2008-04-02T00:00:00Z\","
                                + COLUMNS);

        assertThat(done.number("rows_read")).isEqualTo(800);
        assertThat(done.number("accepted")).isBetween(60, 140).matches(n -> n % 2 == 0);
        assertThat(done.number("skipped")).isEqualTo(800 - done.number("accepted"));
    }

    @Test
    void importsEntitiesAndSkipsWhatIsNotNew() throws IOException {
        Files.writeString(
                directory.resolve("items.csv"),
                HEADER
                        + "2008;4;1;1;x;I1;1;9\n2008;4;1;2;x;I1;1;9\n"
                        + "2008;4;1;3;x;I2;2;cheap\n2008;4;1;4;x;I3;3;7.5\n");

        Answer done =
                imported(
                        """
                        "path":"items.csv","delimiter":";","target":"entity:item",
                        "columns":{"key":"model","price":"price",
                          "valid_from":{"constant":"2008-01-01T00:00:00Z"},
                          "category":{"column":"page","map":{"1":"trousers","2":"skirts","3":"sale"}}}
                        """);

        assertThat(done.text("status")).as(done.body()).isEqualTo("SUCCEEDED");
        assertThat(done.number("accepted")).isEqualTo(2);
        assertThat(done.number("skipped")).isEqualTo(1);
        assertThat(done.number("quarantined")).isEqualTo(1);
        assertThat(topics.read(Topics.entities("clicks"), EntityVersion.class))
                .filteredOn(version -> version.key().equals("I3"))
                .singleElement()
                .satisfies(version ->
                        assertThat(version.attributes())
                                .containsEntry("category", "sale")
                                .containsEntry("price", 7.5));
    }

    @Test
    void refusesPathsThatLeadOutOfTheSource() throws IOException {
        Path secret = Files.createTempFile(directory.getParent(), "secret", ".csv");
        Files.writeString(secret, HEADER);
        Files.createSymbolicLink(directory.resolve("link.csv"), secret);

        for (String path :
                List.of(
                        "../" + secret.getFileName(),
                        secret.toString(),
                        "link.csv",
                        "none.csv",
                        ".",
                        "a\0b")) {
            Answer answer =
                    start(
                            "\"path\":%s,\"delimiter\":\";\","
                                            .formatted(
                                                    dev.flywheel.contracts.Json.MAPPER
                                                            .writeValueAsString(path))
                                    + COLUMNS);
            assertThat(answer.status()).as(path).isEqualTo(422);
            assertThat(answer.body()).contains("no readable file");
        }
        Files.delete(secret);
    }

    @Test
    void namesEveryMistakeOfARequest() throws IOException {
        Files.writeString(directory.resolve("fine.csv"), HEADER);

        Answer many =
                start(
                        """
                        "path":"fine.csv","format":"xml","delimiter":";;","sample":{"share":2},
                        "columns":{"user_id":"session ID","colour":"x",
                          "event_time":{"date":["year"]},"page":{"kolumn":"page"}}
                        """);
        Answer header = start("\"path\":\"fine.csv\",\"delimiter\":\",\"," + COLUMNS);
        Answer misspelt = start("\"path\":\"fine.csv\",\"delimeter\":\";\"," + COLUMNS);

        assertThat(many.status()).as(many.body()).isEqualTo(422);
        assertThat(many.json().path("errors").findValuesAsString("field"))
                .contains(
                        "format",
                        "delimiter",
                        "sample",
                        "sample.share",
                        "columns.colour",
                        "columns.event_time.date",
                        "columns.page.kolumn");
        assertThat(header.status()).isEqualTo(422);
        assertThat(header.body()).contains("no column 'session ID'");
        assertThat(misspelt.status()).isEqualTo(422);
        assertThat(misspelt.body()).contains("unknown key 'delimeter'; did you mean 'delimiter'?");
        assertThat(client.get("/pipelines/clicks/imports/none").status()).isEqualTo(404);
    }

    /// To where it was after so many rows, in the hands of another until the lease runs out.
    private void setBack(String id, int rows, String lease) {
        jdbc.update(
                "update import_file set finished = false, rows_read = ?, accepted = ?"
                        + " where import_job_id = ?::uuid",
                rows,
                rows,
                id);
        jdbc.update(
                """
                update import_job
                set status = 'RUNNING', finished_at = null, owner = gen_random_uuid(),
                    leased_until = now() + ?::interval
                where id = ?::uuid
                """,
                lease,
                id);
    }

    private Answer start(String members) {
        return client.startImport(ofFiles(members));
    }

    private Answer imported(String members) {
        return client.imported(ofFiles(members));
    }

    private static String ofFiles(String members) {
        return "{\"source\":\"files\"," + members + "}";
    }

    private Answer status(String id) {
        return client.get("/pipelines/clicks/imports/" + id);
    }

    private Event event(String id) {
        return topics.read(Topics.events("clicks"), Event.class).stream()
                .filter(event -> event.eventId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<Event> events(String user) {
        return topics.read(Topics.events("clicks"), Event.class).stream()
                .filter(event -> user.equals(event.text("user_id")))
                .toList();
    }

    private static byte[] concatenated(byte[]... parts) throws IOException {
        java.io.ByteArrayOutputStream whole = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.write(part);
        }
        return whole.toByteArray();
    }
}
