package dev.flywheel.feature.topic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/// The ids that Kafka gave topics. A topic that was deleted and made anew has another one, and
/// offsets of the old one mean nothing in it.
public final class TopicIds {

    private final Admin admin;

    public TopicIds(Admin admin) {
        this.admin = admin;
    }

    /// The id of each topic, by name.
    ///
    /// @throws KafkaException if Kafka does not say
    public Map<String, String> of(String... topics) {
        Map<String, String> ids = new HashMap<>();
        try {
            admin.describeTopics(Arrays.asList(topics))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka does not describe " + Arrays.toString(topics), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return ids;
    }
}
