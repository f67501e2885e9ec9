package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.event.EventCheck;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.ValueType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes events of rows. An event's id is its file's digest and its row, so that a second import of
/// the same file brings nothing new.
final class EventTarget implements RowTarget {

    private static final int DIGITS = 16;

    private final Pipeline pipeline;
    private final ImportPlan plan;
    private final EventSpec event;
    private final EventChecks checks;
    private final Quarantine quarantine;
    private final String idPrefix;
    private final Map<String, ValueType> types;

    EventTarget(
            Pipeline pipeline,
            ImportPlan plan,
            Digest file,
            EventChecks checks,
            Quarantine quarantine) {
        this.pipeline = pipeline;
        this.plan = plan;
        this.checks = checks;
        this.quarantine = quarantine;
        EventSpec spec = ImportPlans.eventSpec(pipeline, plan.request().eventType());
        if (spec == null) {
            throw new ImportRefusedException("event_type", "The pipeline declares it no more");
        }
        this.event = spec;
        this.types = event.fields();
        this.idPrefix = event.name() + "-" + file.hex().substring(0, DIGITS) + "-";
    }

    @Override
    public Outcome take(Row row) {
        if (row.whole() && !plan.samples(row)) {
            return new Outcome.Skipped();
        }
        RowReading reading = RowReading.of(row, plan.mapping(), types);
        if (isOutside(reading.members().get("event_time"))) {
            return new Outcome.Skipped();
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>(reading.members());
        members.put("event_type", event.name());
        String id = idPrefix + String.format("%09d", row.number());
        Candidate candidate =
                new Candidate(
                        Math.toIntExact(row.number()),
                        "",
                        Candidate.TEXT,
                        members,
                        reading.faults(),
                        id);
        return switch (checks.check(pipeline, candidate)) {
            case EventCheck.Good good -> new Outcome.Accepted(good.message());
            case EventCheck.Bad(String badId, List<Reason> reasons) ->
                    new Outcome.Quarantined(
                            quarantine.message(
                                    pipeline.name(),
                                    badId,
                                    RowReading.content(row),
                                    Candidate.TEXT,
                                    reasons));
        };
    }

    private boolean isOutside(@Nullable Object eventTime) {
        Instant from = plan.request().from();
        Instant to = plan.request().to();
        if (eventTime == null || (from == null && to == null)) {
            return false;
        }
        try {
            Instant time = Instant.parse(eventTime.toString());
            return (from != null && time.isBefore(from)) || (to != null && !time.isBefore(to));
        } catch (java.time.DateTimeException _) {
            return false;
        }
    }
}
