package dev.flywheel.ingestion;

import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/// The whole service with small limits, the same one for all tests that extend this.
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"flywheel.ingestion.max-body=300KB", "flywheel.ingestion.max-event=4KB"})
abstract class RunningIngestion {

    /// What the source `files` reads, for all of these tests.
    static final Path IMPORTS = Path.of("target", "imports-of-tests").toAbsolutePath();

    /// Somebody's database, the source `shop`; a source `away` does not answer.
    static final TestPostgres.Database SHOP = TestPostgres.create("shop");

    /// Where objects of S3 lie while they are read.
    static final Path COPIES = Path.of("target", "copies-of-tests").toAbsolutePath();

    final TopicReader topics = new TopicReader(TestKafka.bootstrapServers());
    IngestionClient client = new IngestionClient(0);

    @Autowired Clock clock;

    @Value("${local.server.port}")
    int port;

    @DynamicPropertySource
    static void infrastructure(DynamicPropertyRegistry registry) {
        TestPostgres.Database database = TestPostgres.create("ingestion");
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::user);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", TestKafka::bootstrapServers);
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
        registry.add("flywheel.pipelines", () -> Clicks.DIRECTORY);
        registry.add("flywheel.ingestion.sources.files.path", () -> IMPORTS);
        registry.add("flywheel.ingestion.sources.live.type", () -> "kafka");
        registry.add("flywheel.ingestion.sources.live.topic", () -> "live-clicks");
        registry.add("flywheel.ingestion.imports.copies", () -> COPIES);
        TestS3.settings("lake").forEach((name, value) -> registry.add(name, () -> value));
        settings("shop", SHOP.url(), SHOP)
                .forEach((name, value) -> registry.add(name, () -> value));
        settings("away", "jdbc:postgresql://127.0.0.1:1/shop?password=hush-hush", SHOP)
                .forEach((name, value) -> registry.add(name, () -> value));
    }

    /// How a source of that name is configured to query a database.
    static Map<String, String> settings(String source, String url, TestPostgres.Database database) {
        String settings = "flywheel.ingestion.sources." + source;
        return Map.of(
                settings + ".type",
                "jdbc",
                settings + ".jdbc.url",
                url,
                settings + ".jdbc.user",
                database.user(),
                settings + ".jdbc.password",
                database.password(),
                settings + ".jdbc.fetch-size",
                "100");
    }

    @BeforeEach
    void emptiesTheImports() throws IOException {
        FileSystemUtils.deleteRecursively(IMPORTS);
        Files.createDirectories(IMPORTS);
        Files.createDirectories(COPIES);
    }

    @BeforeEach
    void waitsUntilReady() {
        client = new IngestionClient(port);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/actuator/health/readiness").status() == 200);
    }

    final List<Event> events() {
        return topics.read(Topics.events("clicks"), Event.class);
    }

    final List<String> eventIds() {
        return events().stream().map(Event::eventId).toList();
    }

    final Event event(String id) {
        return events().stream()
                .filter(event -> event.eventId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    final List<Event> eventsOf(String user) {
        return events().stream().filter(event -> user.equals(event.text("user_id"))).toList();
    }

    final Event eventOf(String user) {
        return eventsOf(user).getFirst();
    }

    final Quarantined quarantined(String id) {
        return topics.read(Topics.quarantine("clicks"), Quarantined.class).stream()
                .filter(each -> each.eventId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    final List<Quarantined> quarantine() {
        return topics.read(Topics.quarantine("clicks"), Quarantined.class);
    }

    /// What was kept of every refused input.
    final List<String> keptContents() {
        return quarantine().stream().map(Quarantined::content).toList();
    }
}
