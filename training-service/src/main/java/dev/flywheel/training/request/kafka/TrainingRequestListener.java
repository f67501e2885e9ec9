package dev.flywheel.training.request.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.TrainingRequested;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.run.RunRequest;
import dev.flywheel.training.run.TrainingRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Queues a run for each request. A request that was read before finds its run, so reading the
/// topic again does no harm.
@Component
class TrainingRequestListener {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRequestListener.class);

    private final TrainingRuns runs;
    private final Pipelines pipelines;
    private final TrainingProperties properties;

    TrainingRequestListener(TrainingRuns runs, Pipelines pipelines, TrainingProperties properties) {
        this.runs = runs;
        this.pipelines = pipelines;
        this.properties = properties;
    }

    @KafkaListener(id = "training", topics = Topics.TRAINING_REQUESTS)
    void on(byte[] message) {
        TrainingRequested request;
        try {
            request = Json.read(message, TrainingRequested.class);
        } catch (JacksonException e) {
            LOG.atError().setCause(e).log("Left out a training request that can't be read");
            return;
        }
        if (!pipelines.has(request.pipeline())) {
            LOG.atError()
                    .addKeyValue("pipeline", request.pipeline())
                    .addKeyValue("requestId", request.requestId())
                    .log("Left out a training request for a pipeline that no file declares");
            return;
        }
        runs.request(
                new RunRequest(
                        request.pipeline(),
                        request.cause(),
                        request.requestId(),
                        "monitoring",
                        null,
                        true,
                        properties.listsAtMost()));
    }
}
