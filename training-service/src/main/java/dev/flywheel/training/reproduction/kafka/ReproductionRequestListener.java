package dev.flywheel.training.reproduction.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ReproductionRequested;
import dev.flywheel.contracts.Topics;
import dev.flywheel.training.reproduction.Reproductions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Queues each request. One that was read before is known, so reading the topic again does no harm.
@Component
class ReproductionRequestListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReproductionRequestListener.class);

    private final Reproductions reproductions;

    ReproductionRequestListener(Reproductions reproductions) {
        this.reproductions = reproductions;
    }

    @KafkaListener(id = "training-reproductions", topics = Topics.REPRODUCTION_REQUESTS)
    void on(byte[] message) {
        ReproductionRequested request;
        try {
            request = Json.read(message, ReproductionRequested.class);
        } catch (JacksonException e) {
            LOG.atError().setCause(e).log("Left out a reproduction request that can't be read");
            return;
        }
        reproductions.take(request);
    }
}
