package dev.flywheel.monitoring;

import com.sun.net.httpserver.HttpServer;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What monitoring talks to in the integration test, and what talks to it.
final class Wire {

    private Wire() {}

    /// The registry's artifact proxy with one file; 503 while it does not answer.
    static HttpServer registry(AtomicBoolean answers, byte[] reference) throws IOException {
        HttpServer registry =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext(
                "/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts/bundle/reference.json",
                exchange -> {
                    boolean ok = answers.get();
                    exchange.sendResponseHeaders(ok ? 200 : 503, ok ? reference.length : -1);
                    if (ok) {
                        exchange.getResponseBody().write(reference);
                    }
                    exchange.close();
                });
        registry.start();
        return registry;
    }

    static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                TestKafka.producing(), new StringSerializer(), new ByteArraySerializer());
    }

    static HttpResponse<String> answer(HttpRequest request)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /// All records of a topic, by `key|partition-offset`.
    static Map<String, byte[]> records(String topic) {
        Map<String, byte[]> found = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestKafka.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(partition -> new TopicPartition(topic, partition.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition ->
                            consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record ->
                                found.put(
                                        record.key()
                                                + "|"
                                                + record.partition()
                                                + "-"
                                                + record.offset(),
                                        record.value()));
            }
        }
        return found;
    }

    /// All figures that a replay must find again: counts, distances and qualities.
    static List<String> figures(TestPostgres.Database database) throws SQLException {
        List<String> figures = new ArrayList<>();
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select 'window', start_at, encode(counts, 'hex')
                                    from observation_window
                                union all select 'drift', start_at, detail from drift_judgement
                                union all select 'quality', start_at, metrics from quality_judgement
                                union all select kind, null, evidence from alert
                                order by 1, 2, 3
                                """)) {
            while (rows.next()) {
                figures.add(rows.getString(1) + rows.getString(2) + rows.getString(3));
            }
        }
        return figures;
    }

    /// Letters that PostgreSQL can't compress before it measures them.
    static String noise(int length) {
        return new Random(7)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Forgets everything, as if the service had never run.
    static void wipe(TestPostgres.Database database) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            for (String table :
                    List.of(
                            "serving",
                            "model_version",
                            "log_position",
                            "watched_pipeline",
                            "watched_version",
                            "observation_window",
                            "window_quality",
                            "pending_prediction",
                            "outcome",
                            "drift_judgement",
                            "quality_judgement",
                            "alert",
                            "retrain_request")) {
                statement.execute("truncate table " + table);
            }
        }
    }
}
