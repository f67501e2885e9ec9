package dev.flywheel.ingestion.imports.kafka;

import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.event.IntakeMeters;
import dev.flywheel.ingestion.imports.ImportedRows;
import dev.flywheel.ingestion.imports.RowTarget;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.imports.ImportSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/// Runs every import of a pipeline's file whose source is a topic, as long as this service runs.
/// Several processes share a topic's partitions.
@Component
class TopicImports implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TopicImports.class);
    private static final Duration TO_FINISH_A_BATCH = Duration.ofSeconds(15);

    private final Pipelines pipelines;
    private final Map<String, IngestionProperties.Source> sources;
    private final ConsumerFactory<String, byte[]> consumers;
    private final ImportedRows rows;
    private final Delivery delivery;
    private final IntakeMeters meters;
    private CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    TopicImports(
            Pipelines pipelines,
            IngestionProperties properties,
            ConsumerFactory<String, byte[]> consumers,
            ImportedRows rows,
            Delivery delivery,
            IntakeMeters meters) {
        this.pipelines = pipelines;
        this.sources = properties.sources();
        this.consumers = consumers;
        this.rows = rows;
        this.delivery = delivery;
        this.meters = meters;
    }

    @Override
    public void start() {
        stop = new CountDownLatch(1);
        for (Pipeline pipeline : pipelines.all()) {
            for (ImportSpec spec : pipeline.imports().values()) {
                IngestionProperties.Source source = sources.get(spec.source());
                if (source == null) {
                    LOG.warn(
                            "Import {} of {} names the source {}, which is not configured",
                            spec.name(),
                            pipeline.name(),
                            spec.source());
                } else if (source.type() == IngestionProperties.Source.Type.KAFKA) {
                    start(pipeline, spec, source);
                }
            }
        }
    }

    private void start(Pipeline pipeline, ImportSpec spec, IngestionProperties.Source source) {
        String topic = source.topicOrNone();
        Map<Integer, RowTarget> targets = new ConcurrentHashMap<>();
        TopicImport work =
                new TopicImport(
                        topic,
                        () -> consumer(pipeline, spec, source),
                        partition ->
                                targets.computeIfAbsent(
                                        partition, _ -> target(pipeline, spec, topic, partition)),
                        delivery,
                        (accepted, quarantined) ->
                                meters.count(pipeline.name(), accepted, quarantined),
                        stop);
        threads.add(Thread.ofPlatform().name("import-" + spec.name()).start(work));
    }

    private RowTarget target(Pipeline pipeline, ImportSpec spec, String topic, int partition) {
        return rows.target(pipeline, spec, row -> topic + "-" + partition + "-" + row.number());
    }

    private Consumer<String, byte[]> consumer(
            Pipeline pipeline, ImportSpec spec, IngestionProperties.Source source) {
        Map<String, String> settings = new HashMap<>();
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // A topic that is made later is found within seconds.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "10000");
        settings.putAll(source.consumer());
        Properties properties = new Properties();
        properties.putAll(settings);
        String group = "flywheel-import-%s-%s".formatted(pipeline.name(), spec.name());
        return consumers.createConsumer(group, null, null, properties);
    }

    @Override
    public void stop() {
        stop.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(TO_FINISH_A_BATCH);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }
}
