package dev.flywheel.inference.prediction.kafka;

import dev.flywheel.contracts.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// Makes each pipeline's prediction topic before its first record. For one thread.
final class PredictionTopics {

    private static final int TIMEOUT_MILLIS = 3_000;

    private final Map<String, Object> config;
    private final int partitions;
    private final Set<String> made = new HashSet<>();

    PredictionTopics(Map<String, Object> admin, int partitions) {
        this.config = new HashMap<>(admin);
        this.config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.partitions = partitions;
    }

    /// @throws IllegalStateException if Kafka doesn't make it
    void ensure(String pipeline) {
        if (made.contains(pipeline)) {
            return;
        }
        NewTopic topic =
                new NewTopic(
                                Topics.predictions(pipeline),
                                Optional.of(partitions),
                                Optional.empty())
                        .configs(
                                Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(topic)).all().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Kafka doesn't make " + topic.name(), e);
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka doesn't make " + topic.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        made.add(pipeline);
    }
}
