package dev.flywheel.ingestion.replay;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.entity.EntityChecks;
import dev.flywheel.ingestion.event.BodyReader;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.event.EventCheck;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.imports.ImportedRows;
import dev.flywheel.ingestion.imports.RowTarget;
import dev.flywheel.ingestion.quarantine.Excerpt;
import dev.flywheel.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Judges refused inputs anew, as the pipeline is now.
@Component
class Rechecks {

    private static final String ENTITY = "entity:";

    private final EventChecks events;
    private final ImportedRows rows;

    Rechecks(EventChecks events, ImportedRows rows) {
        this.events = events;
        this.rows = rows;
    }

    /// The verdict on an input.
    ///
    /// @param correction taken in its place; null to take it as it is
    Verdict check(Pipeline pipeline, Quarantined input, @Nullable String correction) {
        if (correction == null && input.encoding().equals(Candidate.BASE64)) {
            return refused("Not UTF-8: only a correction can be replayed");
        }
        if (correction == null && Excerpt.isCut(input)) {
            return refused("Not kept whole: only a correction can be replayed");
        }
        String text = correction == null ? input.content() : correction;
        Candidate candidate = BodyReader.readObject(0, text);
        Quarantined.Origin origin = input.origin();
        String importId = origin == null ? null : origin.importId();
        if (importId != null && candidate.fields().get("columns") instanceof Map<?, ?> columns) {
            return switch (rows.again(
                    pipeline, importId, input.eventId(), candidate.fields(), columns)) {
                case RowTarget.Outcome.Accepted(Message message) -> new Verdict.Good(message);
                case RowTarget.Outcome.Quarantined(Message _, List<Reason> reasons) ->
                        new Verdict.Bad(reasons);
                case RowTarget.Outcome.Skipped() -> refused("The import leaves out such rows");
            };
        }
        return origin != null && origin.target().startsWith(ENTITY)
                ? version(pipeline, origin.target().substring(ENTITY.length()), input, candidate)
                : event(pipeline, input, candidate, correction != null);
    }

    private Verdict event(
            Pipeline pipeline, Quarantined input, Candidate candidate, boolean corrected) {
        // As it was, and with its time, it gets the id that its sender's retry would get.
        boolean derived = !corrected && candidate.fields().get("event_time") != null;
        Candidate known =
                new Candidate(
                        0,
                        candidate.content(),
                        candidate.encoding(),
                        candidate.fields(),
                        candidate.faults(),
                        derived ? null : input.eventId());
        return switch (events.check(pipeline, known)) {
            case EventCheck.Good(Message message, boolean _) -> new Verdict.Good(message);
            case EventCheck.Bad(String _, List<Reason> reasons) -> new Verdict.Bad(reasons);
        };
    }

    private static Verdict version(
            Pipeline pipeline, String entity, Quarantined input, Candidate candidate) {
        if (!pipeline.entities().containsKey(entity)) {
            return refused("The pipeline declares no entity '" + entity + "' any more");
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>(candidate.fields());
        String prefix = entity + ":";
        if (!members.containsKey("key") && input.eventId().startsWith(prefix)) {
            // A path named it.
            members.put("key", input.eventId().substring(prefix.length()));
        }
        EntityChecks checks = new EntityChecks(pipeline, entity);
        return switch (checks.check(members, candidate.faults(), input.refusedAt())) {
            case EntityChecks.Verdict.Good(var version) ->
                    new Verdict.Good(checks.message(version));
            case EntityChecks.Verdict.Bad(String _, List<Reason> reasons) ->
                    new Verdict.Bad(reasons);
        };
    }

    private static Verdict refused(String why) {
        return new Verdict.Bad(List.of(new Reason(null, why)));
    }

    /// Whether an input is taken now.
    sealed interface Verdict {

        record Good(Message message) implements Verdict {}

        record Bad(List<Reason> reasons) implements Verdict {}
    }
}
