package dev.flywheel.monitoring.watch.kafka;

import dev.flywheel.monitoring.MonitoringProperties;
import dev.flywheel.monitoring.watch.LogPositions;
import dev.flywheel.monitoring.watch.PipelineWatch;
import dev.flywheel.pipeline.Pipelines;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Runs one loop a pipeline while the service is up. Partitions are assigned, not shared out by a
/// consumer group, as the offsets live with the counts.
@Component
class PredictionLogListener implements SmartLifecycle {

    private final Pipelines pipelines;
    private final PipelineWatch watch;
    private final LogPositions positions;
    private final ConsumerFactory<String, byte[]> consumers;
    private final KafkaAdmin admin;
    private final MonitoringProperties properties;
    private final Clock clock;
    private final List<PipelineLog> logs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    PredictionLogListener(
            Pipelines pipelines,
            PipelineWatch watch,
            LogPositions positions,
            ConsumerFactory<String, byte[]> consumers,
            KafkaAdmin admin,
            MonitoringProperties properties,
            Clock clock) {
        this.pipelines = pipelines;
        this.watch = watch;
        this.positions = positions;
        this.consumers = consumers;
        this.admin = admin;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        pipelines
                .all()
                .forEach(pipeline -> {
                    PipelineLog log =
                            new PipelineLog(
                                    pipeline,
                                    watch,
                                    properties.batch(),
                                    this::consumer,
                                    (of, consumer) ->
                                            new LogReader(
                                                    of,
                                                    consumer,
                                                    positions,
                                                    clock,
                                                    properties.outcomesIdleAfter()),
                                    admin::initialize);
                    logs.add(log);
                    threads.add(
                            Thread.ofPlatform()
                                    .name("log-" + pipeline.name())
                                    .daemon(true)
                                    .start(log));
                });
    }

    @Override
    public synchronized void stop() {
        logs.forEach(PipelineLog::stop);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        logs.clear();
        threads.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }

    private Consumer<String, byte[]> consumer(int records) {
        Map<String, Object> config = new HashMap<>(consumers.getConfigurationProperties());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new org.apache.kafka.clients.consumer.KafkaConsumer<>(config);
    }
}
