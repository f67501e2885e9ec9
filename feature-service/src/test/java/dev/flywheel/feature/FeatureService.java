package dev.flywheel.feature;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Topics;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

/// The whole service on a free port, with a real Kafka and a real PostgreSQL, that can be stopped
/// and started again.
public final class FeatureService implements AutoCloseable {

    private final Pipeline pipeline;
    private final TestPostgres.Database database = TestPostgres.create("feature");
    private final Path directory;
    private final Map<String, String> settings;
    private final KafkaProducer<String, byte[]> producer;
    private ConfigurableApplicationContext context;

    private FeatureService(Pipeline pipeline, Path directory, Map<String, String> settings) {
        this.pipeline = pipeline;
        this.directory = directory;
        this.settings = settings;
        this.producer =
                new KafkaProducer<>(
                        TestKafka.producing(), new StringSerializer(), new ByteArraySerializer());
        this.context = run();
    }

    /// Starts the service for the fixture's pipeline under that name.
    public static FeatureService start(String pipeline, Path directory) {
        return start(pipeline, directory, Map.of());
    }

    /// Starts the service for the fixture's pipeline under that name, with more settings.
    public static FeatureService start(
            String pipeline, Path directory, Map<String, String> settings) {
        write(directory, pipeline, FeatureFixtures.aPipelineFile(pipeline));
        return new FeatureService(FeatureFixtures.aPipeline(pipeline), directory, settings);
    }

    /// Starts the service for a pipeline.
    public static FeatureService start(Pipeline pipeline, Path directory) {
        write(directory, pipeline.name(), pipeline.source());
        return new FeatureService(pipeline, directory, Map.of());
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public TestPostgres.Database database() {
        return database;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public void restart() {
        stop();
        start();
    }

    /// Restarts with another pipeline file.
    public void restart(String pipelineFile) {
        stop();
        write(directory, pipeline.name(), pipelineFile);
        start();
    }

    public void stop() {
        context.close();
    }

    public void start() {
        context = run();
    }

    /// Runs a statement in the service's database.
    public void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// A client that carries a token with these scopes.
    public RestClient client(String... scopes) {
        return clientOf(
                Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")),
                scopes);
    }

    /// A client of what listens at a port here, that carries a token with these scopes.
    public static RestClient clientOf(String port, String... scopes) {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultHeaders(headers -> headers.setBearerAuth(TestTokens.token(scopes)))
                .build();
    }

    public void send(Event event) {
        send(
                Topics.events(pipeline.name()),
                Objects.requireNonNull(event.text("user_id")),
                Json.bytes(event));
    }

    public void send(EntityVersion version) {
        send(Topics.entities(pipeline.name()), version.topicKey(), Json.bytes(version));
    }

    public void send(String topic, String key, byte[] value) {
        var _ = producer.send(new ProducerRecord<>(topic, key, value));
    }

    public void flush() {
        producer.flush();
    }

    /// Everything that is on a topic now.
    public <T> List<T> records(String topic, Class<T> type) {
        return records(topic, found -> Json.read(found.value(), type));
    }

    /// The keys of all records that are on a topic now.
    public List<String> keys(String topic) {
        return records(topic, ConsumerRecord::key);
    }

    /// What each key of a topic has last; empty for a tombstone.
    public Map<String, Optional<byte[]>> latest(String topic) {
        Map<String, Optional<byte[]>> latest = new HashMap<>();
        records(topic, found -> Map.entry(found.key(), Optional.ofNullable(found.value())))
                .forEach(found -> latest.put(found.getKey(), found.getValue()));
        return latest;
    }

    private static <T> List<T> records(
            String topic, Function<ConsumerRecord<String, byte[]>, T> read) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestKafka.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<T> values = new ArrayList<>();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(found -> values.add(read.apply(found)));
            }
            return values;
        }
    }

    public List<PreparedRow> rows() {
        return records(Topics.features(pipeline.name()), PreparedRow.class);
    }

    @Override
    public void close() {
        context.close();
        producer.close();
    }

    private static void write(Path directory, String pipeline, String file) {
        try {
            Path pipelines = Files.createDirectories(directory.resolve("pipelines"));
            Files.writeString(pipelines.resolve(pipeline + ".yaml"), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(FeatureApplication.class)
                .run(arguments(directory.resolve("state"), Map.of()));
    }

    /// What an instance of this service is started with, on this one's Kafka and PostgreSQL.
    ///
    /// @param state where it keeps its local state
    /// @param more settings of its own
    public String[] arguments(Path state, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", "0");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", TestKafka.bootstrapServers());
        settings.put("DATABASE_URL", database.url());
        settings.put("DATABASE_USER", database.user());
        settings.put("DATABASE_PASSWORD", database.password());
        settings.put("FLYWHEEL_PIPELINES", directory.resolve("pipelines").toString());
        settings.put("FLYWHEEL_ARTIFACTS", directory.resolve("artifacts").toString());
        settings.put("FLYWHEEL_STATE_DIR", state.toString());
        settings.put("FLYWHEEL_JWT_PUBLIC_KEY", TestTokens.publicKeyFile().toString());
        // Nobody listens there: no test is to meet a registry that happens to run here.
        settings.put("REGISTRY_URL", "http://127.0.0.1:1");
        settings.put("FLYWHEEL_FEATURE_QUIET_PERIOD", "2s");
        settings.put("FLYWHEEL_FEATURE_ROWS_POLL", "100ms");
        settings.put("FLYWHEEL_FEATURE_INSTANCE", pipeline.name());
        settings.putAll(this.settings);
        settings.putAll(more);
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }
}
