package dev.flywheel.ingestion.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.ingestion.delivery.BufferFullException;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

class KafkaDeliveryTest {

    private static final List<Message> TWO =
            List.of(new Message("t", "a", new byte[] {1}), new Message("t", "b", new byte[] {2}));

    private int largest = Integer.MAX_VALUE;
    private boolean toldAtOnce;
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<String, byte[]> message, Callback callback) {
                    if (message.value().length <= largest) {
                        return super.send(message, callback);
                    }
                    RecordTooLargeException refusal = new RecordTooLargeException("11 bytes");
                    if (toldAtOnce) {
                        callback.onCompletion(null, refusal);
                        return CompletableFuture.failedFuture(refusal);
                    }
                    CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)
                            .execute(() -> callback.onCompletion(null, refusal));
                    return new CompletableFuture<>();
                }

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

    /// Whether this producer's limit stops it, at once, or the broker's, later.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deliversTheSmallerMessageWhereTheWholeIsTooLarge(boolean atOnce) {
        largest = 10;
        toldAtOnce = atOnce;
        Message smaller = new Message("t", "large", new byte[] {3});

        delivery.deliver(
                List.of(
                        new Message("t", "large", new byte[11], smaller),
                        new Message("t", "b", new byte[] {2})));

        assertThat(producer.history())
                .extracting(each -> each.key() + each.value().length)
                .containsExactlyInAnyOrder("large1", "b1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhatNoWaitingHelpsAgainst(boolean atOnce) {
        largest = 10;
        toldAtOnce = atOnce;

        assertThatExceptionOfType(MessageTooLargeException.class)
                .isThrownBy(
                        () -> delivery.deliver(List.of(new Message("t", "large", new byte[11]))));
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
