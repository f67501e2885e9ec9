package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.quarantine.Excerpt;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// Checks inputs against their pipeline and delivers every one of them: the good ones to the events
/// topic, the others whole to quarantine.
@Component
public class EventIntake {

    private final EventChecks checks;
    private final Delivery delivery;
    private final Quarantine quarantine;
    private final IntakeMeters meters;

    EventIntake(EventChecks checks, Delivery delivery, Quarantine quarantine, IntakeMeters meters) {
        this.checks = checks;
        this.delivery = delivery;
        this.quarantine = quarantine;
        this.meters = meters;
    }

    /// Returns when Kafka has acknowledged every input, accepted or quarantined.
    ///
    /// @throws dev.flywheel.ingestion.delivery.DeliveryException if it has not: then none counts
    public IntakeReport take(Pipeline pipeline, List<Candidate> candidates) {
        List<Message> messages = new ArrayList<>(candidates.size());
        List<IntakeReport.Refusal> errors = new ArrayList<>();
        int withoutProtection = 0;
        for (Candidate candidate : candidates) {
            switch (checks.check(pipeline, candidate)) {
                case EventCheck.Good(Message message, boolean randomId) -> {
                    messages.add(message);
                    withoutProtection += randomId ? 1 : 0;
                }
                case EventCheck.Bad(String id, List<Quarantined.Reason> reasons) -> {
                    Message refused =
                            quarantine.message(
                                    pipeline.name(),
                                    id,
                                    candidate.content(),
                                    candidate.encoding(),
                                    reasons,
                                    Quarantine.AN_EVENT);
                    messages.add(refused);
                    errors.add(
                            new IntakeReport.Refusal(
                                    candidate.index(), refused.key(), Excerpt.of(reasons)));
                }
            }
        }
        delivery.deliver(messages);
        int accepted = candidates.size() - errors.size();
        meters.count(pipeline.name(), accepted, errors.size());
        return new IntakeReport(accepted, errors.size(), errors, warnings(withoutProtection));
    }

    private static List<String> warnings(int withoutProtection) {
        return withoutProtection == 0
                ? List.of()
                : List.of(
                        withoutProtection
                                + " accepted without event_id and event_time: sent again, they"
                                + " would count twice");
    }
}
