package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined.Origin;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.event.EventCheck;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.ValueType;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes events of rows.
final class EventTarget implements RowTarget {

    private static final int DIGITS = 16;

    private final Pipeline pipeline;
    private final ImportPlan plan;
    private final EventSpec event;
    private final EventChecks checks;
    private final Quarantine quarantine;
    private final Function<Row, String> ids;
    private final Origin origin;
    private final Map<String, ValueType> types;

    /// @param ids of the events, by their rows
    EventTarget(
            Pipeline pipeline,
            ImportPlan plan,
            EventSpec event,
            String importId,
            Function<Row, String> ids,
            EventChecks checks,
            Quarantine quarantine) {
        this.pipeline = pipeline;
        this.plan = plan;
        this.event = event;
        this.origin = new Origin("events", importId);
        this.ids = ids;
        this.checks = checks;
        this.quarantine = quarantine;
        this.types = event.fields();
    }

    /// Ids of a file's rows, so that a second import of the same file brings nothing new.
    static Function<Row, String> ids(EventSpec event, Digest file) {
        String prefix = event.name() + "-" + file.hex().substring(0, DIGITS) + "-";
        return row -> prefix + String.format("%09d", row.number());
    }

    /// Ids of a query's rows by what they hold, as a row can come again at another place.
    static Function<Row, String> ids(EventSpec event, String importName) {
        return row -> {
            byte[] content = Json.MAPPER.writeValueAsBytes(List.of(importName, row.named()));
            return event.name() + "-" + Digest.of(content).hex().substring(0, 2 * DIGITS);
        };
    }

    @Override
    public Outcome take(Row row) {
        if (RowTarget.leavesOut(plan.spec().selection(), row)) {
            return new Outcome.Skipped();
        }
        RowReading reading = RowReading.of(row, plan, types);
        if (isOutside(reading.members().get("event_time"))) {
            return new Outcome.Skipped();
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>(reading.members());
        members.put("event_type", event.name());
        Candidate read =
                new Candidate(
                        (int) row.number(),
                        "",
                        Candidate.TEXT,
                        members,
                        reading.faults(),
                        ids.apply(row));
        // A row tells of the past: without its time it did not happen just now, as a request would.
        Candidate candidate =
                row.fault() == null && members.get("event_time") == null
                        ? read.withFault("event_time", "is missing")
                        : read;
        return switch (checks.check(pipeline, candidate)) {
            case EventCheck.Good good -> new Outcome.Accepted(good.message());
            case EventCheck.Bad(String badId, List<Reason> reasons) ->
                    new Outcome.Quarantined(
                            quarantine.message(
                                    pipeline.name(),
                                    badId,
                                    RowReading.content(row),
                                    Candidate.TEXT,
                                    reading.told(reasons),
                                    origin),
                            reading.told(reasons));
        };
    }

    private boolean isOutside(@Nullable Object eventTime) {
        try {
            return eventTime != null
                    && !plan.spec()
                            .selection()
                            .takes(OffsetDateTime.parse(eventTime.toString()).toInstant());
        } catch (DateTimeException _) {
            return false;
        }
    }
}
