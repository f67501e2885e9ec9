package dev.flywheel.benchmarks.services;

import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.postgres.PostgresCluster;
import dev.flywheel.standalone.security.Secrets;
import dev.flywheel.standalone.service.ServiceName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.postgresql.PGConnection;

/// What the stores take of the same rows on the same machine in the same minute, with nothing
/// between: records a second that Kafka acknowledges from all replicas, rows a second that
/// PostgreSQL commits by `COPY`.
record Floors(double produced, double copied) {

    private static final int BATCH = 5_000;
    private static final String TOPIC = "floor";
    private static final int PARTITIONS = 2;

    static Floors measured(StandaloneSettings settings, int clicks)
            throws IOException, SQLException, ExecutionException, InterruptedException {
        String kafka = "127.0.0.1:" + settings.ports().kafka();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
        }
        return new Floors(produced(settings, clicks), copied(settings, clicks));
    }

    private static double produced(StandaloneSettings settings, int clicks) {
        Map<String, Object> config =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:" + settings.ports().kafka(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        10,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        131_072);
        try (var producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.partitionsFor(TOPIC);
            long begin = System.nanoTime();
            for (int i = 0; i < clicks; i++) {
                var _ = producer.send(new ProducerRecord<>(TOPIC, user(i), json(i)));
            }
            producer.flush();
            return rate(clicks, begin);
        }
    }

    private static double copied(StandaloneSettings settings, int clicks)
            throws IOException, SQLException {
        String role = ServiceName.FEATURE.shortName();
        String password = new Secrets(settings.home().keys()).password(role);
        String url = PostgresCluster.url(settings.ports().postgres());
        try (Connection connection = DriverManager.getConnection(url, role, password);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE feature.floor (event_id text, event_time timestamptz, body text)");
            long begin = System.nanoTime();
            for (int from = 0; from < clicks; from += BATCH) {
                copy(connection, from, Math.min(clicks, from + BATCH));
            }
            double rate = rate(clicks, begin);
            statement.execute("DROP TABLE feature.floor");
            return rate;
        }
    }

    /// One transaction.
    private static void copy(Connection connection, int from, int to)
            throws IOException, SQLException {
        StringBuilder rows = new StringBuilder();
        for (int i = from; i < to; i++) {
            rows.append("click-%09d\t%s\t%s\n".formatted(i, time(i), json(i)));
        }
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY feature.floor FROM STDIN",
                        new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String json(int i) {
        return "{\"event_id\":\"click-0123456789abcdef-%09d\",\"event_type\":\"click\",\"event_time\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"A%d\",\"order\":%d}"
                .formatted(i, time(i), user(i), i % 217, i % 7);
    }

    private static String user(int i) {
        return Integer.toString(i / 7);
    }

    private static Instant time(int i) {
        return Instant.ofEpochSecond(1_207_000_000L + i);
    }

    private static double rate(int clicks, long begin) {
        return clicks / ((System.nanoTime() - begin) / 1e9);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "floors: produce with acks=all %.0f/s, COPY in transactions of %d rows %.0f/s",
                produced,
                BATCH,
                copied);
    }
}
