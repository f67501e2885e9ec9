package dev.flywheel.training.alert.kafka;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.training.alert.Alerts;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

@Component
class AlertPublisher implements Alerts {

    private static final Logger LOG = LoggerFactory.getLogger(AlertPublisher.class);

    private final KafkaTemplate<String, byte[]> kafka;

    AlertPublisher(KafkaTemplate<String, byte[]> kafka) {
        this.kafka = kafka;
    }

    @Override
    public void raise(AlertRaised alert) {
        LOG.atWarn()
                .addKeyValue("pipeline", alert.pipeline())
                .addKeyValue("kind", alert.kind())
                .log(alert.summary());
        try {
            var _ =
                    kafka.send(Topics.ALERTS, alert.pipeline(), Json.bytes(alert))
                            .whenComplete((_, failure) -> {
                                if (failure != null) {
                                    lost(alert, failure);
                                }
                            });
        } catch (KafkaException | org.springframework.kafka.KafkaException e) {
            lost(alert, e);
        }
    }

    private static void lost(AlertRaised alert, Throwable failure) {
        LOG.atError()
                .addKeyValue("alertId", alert.alertId())
                .setCause(failure)
                .log("An alert did not reach Kafka; it stays in this log");
    }
}
