package dev.flywheel.ingestion;

import static dev.flywheel.ingestion.IngestionClient.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.testsupport.ServiceProcess;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service as a process of its own, killed in the middle of an import.
class ImportKillIT {

    private static final int ROWS = 2_000;

    /// Rows that may have been sent after the position was written down for the last time.
    private static final int SENT_TWICE = 1_200;

    @TempDir Path directory;
    @TempDir Path copies;

    private final TestPostgres.Database database = TestPostgres.create("ingestion");
    private final TestPostgres.Database shop = TestPostgres.create("shop");
    private final TopicReader topics = new TopicReader(TestKafka.bootstrapServers());
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stopsWhatItStarted() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// Whoever takes up the import of a killed process is asked for the next one, and killed too.
    @Test
    void goesOnWhereAKilledProcessStopped() throws Exception {
        int port = ServiceProcess.freePort();
        Process process = start(port);
        for (String name : List.of("slow", "slow_object", "slow_query")) {
            process = goesOn(name, port, process);
        }
    }

    private Process goesOn(String name, int port, Process first) throws Exception {
        String user = "killed-" + name;
        offer(user);
        IngestionClient client = ready(port);
        Answer asked =
                client.post("/pipelines/clicks/imports", JSON, "{\"import\":\"" + name + "\"}");
        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        String path = "/pipelines/clicks/imports/" + asked.text("id");

        int before =
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> client.get(path).number("rows_read"), rows -> rows >= 800);
        first.destroyForcibly().waitFor();
        Process second = start(port);
        ready(port);

        Answer done =
                await().atMost(Duration.ofMinutes(2))
                        .until(
                                () -> client.get(path),
                                answer ->
                                        !List.of("QUEUED", "RUNNING")
                                                .contains(answer.text("status")));
        assertThat(done.text("status")).as(done.body()).isEqualTo("SUCCEEDED");
        assertThat(before).isLessThan(ROWS);
        // A query goes on with the row whose position it had reached: others may share it.
        int again = name.equals("slow_query") ? 1 : 0;
        assertThat(done.number("rows_read")).isBetween(ROWS, ROWS + again);
        assertThat(done.number("accepted")).isEqualTo(done.number("rows_read"));
        assertThat(copies).isEmptyDirectory();
        List<String> ids =
                topics.read(Topics.events("clicks"), Event.class).stream()
                        .filter(event -> user.equals(event.text("user_id")))
                        .map(Event::eventId)
                        .toList();
        assertThat(ids.stream().distinct()).hasSize(ROWS);
        assertThat(ids).hasSizeLessThanOrEqualTo(ROWS + SENT_TWICE);
        return second;
    }

    /// The same rows as a file, as an object and in a database.
    private void offer(String user) throws Exception {
        StringBuilder csv = new StringBuilder("user_id,item_id,event_time\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append(user).append(",A1,2025-04-30T08:00:00Z\n");
        }
        Files.writeString(directory.resolve("slow.csv"), csv);
        TestS3.put("in/slow.csv.gz", TestS3.packed(csv.toString()));
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists sale");
            statement.execute(
                    """
                    create table sale as
                    select id, '%s' as buyer, 'A1' as what, timestamptz '2025-04-30T08:00:00Z' as at
                    from generate_series(1, %d) as id
                    """
                            .formatted(user, ROWS));
        }
    }

    private Process start(int port) {
        List<String> arguments = new ArrayList<>(ServiceProcess.settings(database, port));
        arguments.addAll(
                List.of(
                        "--flywheel.pipelines=" + Clicks.DIRECTORY.toAbsolutePath(),
                        "--flywheel.ingestion.sources.files.path=" + directory,
                        "--flywheel.ingestion.imports.copies=" + copies,
                        "--flywheel.ingestion.imports.poll=200ms",
                        "--flywheel.ingestion.imports.lease=3s"));
        Map<String, String> sources = new HashMap<>(TestS3.settings("lake"));
        sources.putAll(RunningIngestion.settings("shop", shop.url(), shop));
        sources.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        Process process =
                ServiceProcess.start(IngestionApplication.class, "import-kill-it.log", arguments);
        started.add(process);
        return process;
    }

    private static IngestionClient ready(int port) {
        IngestionClient client = new IngestionClient(port);
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> client.get("/actuator/health/readiness").status() == 200);
        return client;
    }
}
