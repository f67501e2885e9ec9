package dev.flywheel.ingestion.entity;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.entity.EntityChecks.Verdict;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.event.IntakeReport;
import dev.flywheel.ingestion.quarantine.Excerpt;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// Checks versions of entities and delivers every one of them: the good ones to the entities topic,
/// the others whole to quarantine.
@Component
public class EntityIntake {

    private final Delivery delivery;
    private final Quarantine quarantine;
    private final Clock clock;

    EntityIntake(Delivery delivery, Quarantine quarantine, Clock clock) {
        this.delivery = delivery;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /// Returns when Kafka has acknowledged every input, accepted or quarantined.
    ///
    /// @throws UnknownEntityException if the pipeline declares no such entity
    public IntakeReport take(Pipeline pipeline, String entity, List<Candidate> candidates) {
        EntityChecks checks = new EntityChecks(pipeline, entity);
        Instant now = clock.instant();
        List<Message> messages = new ArrayList<>(candidates.size());
        List<IntakeReport.Refusal> errors = new ArrayList<>();
        for (Candidate candidate : candidates) {
            switch (checks.check(candidate.fields(), candidate.faults(), now)) {
                case Verdict.Good(EntityVersion version) -> messages.add(checks.message(version));
                case Verdict.Bad(String id, List<Quarantined.Reason> reasons) -> {
                    Message refused =
                            quarantine.message(
                                    pipeline.name(),
                                    id,
                                    candidate.content(),
                                    candidate.encoding(),
                                    reasons,
                                    new Quarantined.Origin("entity:" + entity, null));
                    messages.add(refused);
                    errors.add(
                            new IntakeReport.Refusal(
                                    candidate.index(), refused.key(), Excerpt.of(reasons)));
                }
            }
        }
        delivery.deliver(messages);
        return new IntakeReport(
                candidates.size() - errors.size(), errors.size(), errors, List.of());
    }
}
