package dev.flywheel.training;

import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;

/// Reads the alerts from their topic.
final class AlertsTopic {

    private AlertsTopic() {}

    /// The alerts about a run; waits for the first one.
    static List<AlertRaised> about(JsonNode run) {
        TopicPartition partition = new TopicPartition(Topics.ALERTS, 0);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", TestKafka.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<AlertRaised> alerts = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(message ->
                                        alerts.add(Json.read(message.value(), AlertRaised.class)));
                        return alerts.stream().anyMatch(alert -> isAbout(alert, run));
                    });
            return alerts.stream().filter(alert -> isAbout(alert, run)).toList();
        }
    }

    private static boolean isAbout(AlertRaised alert, JsonNode run) {
        return run.path("run_id").asString().equals(alert.evidence().get("run_id"));
    }
}
