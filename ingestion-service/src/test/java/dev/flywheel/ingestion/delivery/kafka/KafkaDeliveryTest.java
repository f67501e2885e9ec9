package dev.flywheel.ingestion.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.ingestion.delivery.BufferFullException;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.Message;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

class KafkaDeliveryTest {

    private static final List<Message> TWO =
            List.of(new Message("t", "a", new byte[] {1}), new Message("t", "b", new byte[] {2}));

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new ByteArraySerializer()) {
                @Override
                public void close(Duration timeout) {
                    // The template closes what its factory gave it after every message.
                }
            };
    private final KafkaDelivery delivery =
            new KafkaDelivery(
                    new KafkaTemplate<>(new MockProducerFactory<>(() -> producer)), () -> true);

    @Test
    void returnsWhenEverythingIsAcknowledged() {
        delivery.deliver(TWO);

        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void tellsAFullBufferFromAKafkaThatIsAway() {
        producer.sendException = new BufferExhaustedException("full");
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> delivery.deliver(TWO));

        producer.sendException = new TimeoutException("no metadata");
        assertThatExceptionOfType(KafkaAwayException.class).isThrownBy(() -> delivery.deliver(TWO));
    }

    @Test
    void sendsNothingBeforeTheTopicsExist() {
        KafkaDelivery early =
                new KafkaDelivery(
                        new KafkaTemplate<>(new MockProducerFactory<>(() -> producer)),
                        () -> false);

        assertThatExceptionOfType(KafkaAwayException.class).isThrownBy(() -> early.deliver(TWO));
        assertThat(producer.history()).isEmpty();
    }
}
