package dev.flywheel.ingestion.quarantine.kafka;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.quarantine.QuarantineBrowser;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/// Reads the tail of each partition of the quarantine topic, without a consumer group.
@Component
class KafkaQuarantineBrowser implements QuarantineBrowser {

    static final Duration WAIT = Duration.ofSeconds(5);

    /// What is read for one listing: enough for fifty of the largest messages.
    private static final long BUDGET = 512L << 20;

    private final ConsumerFactory<String, byte[]> consumers;

    /// Listings are made one at a time, as each holds a message that may be large.
    private final ReentrantLock turn = new ReentrantLock();

    KafkaQuarantineBrowser(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    @Override
    public List<Quarantined> latest(String pipeline, int limit) {
        turn.lock();
        try (Consumer<String, byte[]> consumer =
                consumers.createConsumer(null, null, null, oneAtATime())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.quarantine(pipeline), WAIT).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            return new TailReading(consumer, BUDGET).latest(partitions, limit);
        } catch (KafkaException e) {
            throw new KafkaAwayException(e);
        } finally {
            turn.unlock();
        }
    }

    /// Fetched messages are packed, and may be a hundred times as large unpacked.
    static Properties oneAtATime() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        return properties;
    }
}
