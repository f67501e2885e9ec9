package dev.flywheel.inference.prediction.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.Topics;
import dev.flywheel.inference.InferenceProperties;
import dev.flywheel.inference.prediction.PredictionSink;
import dev.flywheel.support.FlywheelProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Sends answers to `p.predictions` from a bounded queue and a thread of its own. While Kafka is
/// away the queue fills, and what does not fit is dropped and counted: no request ever waits. What
/// fitted is sent when Kafka is back.
@Component
class PredictionLog implements PredictionSink, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PredictionLog.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long BUFFER_BYTES = 8 << 20;

    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final long capacity;
    private final Map<String, Object> config;
    private final PredictionTopics topics;
    private final Counter dropped;
    private final Counter sent;
    private volatile @Nullable Thread thread;
    private volatile long drainUntil;

    PredictionLog(
            KafkaProperties kafka,
            FlywheelProperties flywheel,
            InferenceProperties properties,
            MeterRegistry meters) {
        this.capacity = properties.logCapacity().toBytes();
        this.config = producerConfig(kafka.buildProducerProperties());
        this.topics = new PredictionTopics(kafka.buildAdminProperties(), flywheel.partitions());
        this.dropped =
                Counter.builder("flywheel.prediction.log.dropped")
                        .description(
                                "Answers that were not logged: the queue was full or Kafka away")
                        .register(meters);
        this.sent =
                Counter.builder("flywheel.prediction.log.sent")
                        .description("Answers that Kafka has acknowledged")
                        .register(meters);
        Gauge.builder("flywheel.prediction.log.queued", queue, q -> q.size())
                .description("Answers that wait to be logged")
                .register(meters);
    }

    @Override
    public void log(String pipeline, int bytes, Supplier<PredictionServed> prediction) {
        if (queuedBytes.addAndGet(bytes) > capacity) {
            queuedBytes.addAndGet(-bytes);
            dropped.increment();
            return;
        }
        queue.add(new Entry(pipeline, bytes, prediction));
    }

    @Override
    public void start() {
        Thread sender = Thread.ofPlatform().daemon().name("prediction-log").unstarted(this::run);
        // Known before it runs, as it goes on while it is known.
        thread = sender;
        sender.start();
    }

    /// Sends what is still queued, if Kafka takes it soon.
    @Override
    public void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        drainUntil = System.nanoTime() + DRAIN.toNanos();
        thread = null;
        try {
            running.join(DRAIN.plusSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (goesOn()) {
            try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(config)) {
                while (goesOn()) {
                    Entry next = queue.poll(200, TimeUnit.MILLISECONDS);
                    if (next != null) {
                        queuedBytes.addAndGet(-next.bytes());
                        deliver(producer, next);
                    }
                }
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("The producer failed; trying again with a new one");
                LockSupport.parkNanos(RETRY.toNanos());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean goesOn() {
        return isRunning() || (!queue.isEmpty() && System.nanoTime() < drainUntil);
    }

    /// Sends it, again and again while Kafka doesn't take it: meanwhile the queue fills behind it.
    private void deliver(KafkaProducer<String, byte[]> producer, Entry entry) {
        while (!send(producer, entry)) {
            if (!goesOn()) {
                dropped.increment();
                return;
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    /// Hands it to the producer.
    ///
    /// @return false if it is to be tried again
    private boolean send(KafkaProducer<String, byte[]> producer, Entry entry) {
        try {
            topics.ensure(entry.pipeline());
        } catch (KafkaException | IllegalStateException e) {
            LOG.atDebug().addKeyValue("pipeline", entry.pipeline()).setCause(e).log("No topic yet");
            return false;
        } catch (RuntimeException e) {
            lost(entry.pipeline(), e);
            return true;
        }
        try {
            PredictionServed served = entry.prediction().get();
            Attempt attempt = new Attempt();
            Future<?> _ =
                    producer.send(
                            new ProducerRecord<>(
                                    Topics.predictions(entry.pipeline()),
                                    served.predictionId(),
                                    Json.bytes(served)),
                            attempt);
            return attempt.isOver();
        } catch (RuntimeException e) {
            lost(entry.pipeline(), e);
            return true;
        }
    }

    private void lost(String pipeline, Exception e) {
        dropped.increment();
        LOG.atError()
                .addKeyValue("pipeline", pipeline)
                .setCause(e)
                .log("An answer can't be logged");
    }

    private static Map<String, Object> producerConfig(Map<String, Object> base) {
        Map<String, Object> config = new HashMap<>(base);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000L);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return config;
    }

    private record Entry(String pipeline, int bytes, Supplier<PredictionServed> prediction) {}

    /// What becomes of one record. The producer tells in the sender's own thread if it didn't take
    /// it, and later in its own thread what Kafka said.
    private final class Attempt implements Callback {

        private final Thread sender = Thread.currentThread();
        private @Nullable Exception notTaken;

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                sent.increment();
            } else if (Thread.currentThread().equals(sender)) {
                notTaken = failure;
            } else {
                dropped.increment();
            }
        }

        /// Whether there is nothing to try again.
        boolean isOver() {
            if (notTaken instanceof TimeoutException) {
                return false;
            }
            if (notTaken != null) {
                dropped.increment();
            }
            return true;
        }
    }
}
