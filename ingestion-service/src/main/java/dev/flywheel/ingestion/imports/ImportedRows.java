package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.imports.rows.NamedRow;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads single rows of earlier imports again.
@Component
public class ImportedRows {

    /// What the id of an import without a job begins with.
    private static final String ENDLESS = "import:";

    private final ImportJobs jobs;
    private final EventChecks checks;
    private final Quarantine quarantine;
    private final Clock clock;

    ImportedRows(ImportJobs jobs, EventChecks checks, Quarantine quarantine, Clock clock) {
        this.jobs = jobs;
        this.checks = checks;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /// What becomes of a row now, by the mapping of its import.
    ///
    /// @param eventId of the event that it makes, unless the mapping says otherwise
    /// @param content the row as quarantine keeps it: `row`, perhaps a `fault`, and its `columns`
    public RowTarget.Outcome again(
            Pipeline pipeline,
            String importId,
            String eventId,
            Map<String, ?> content,
            Map<?, ?> columns) {
        ImportSpec spec;
        try {
            spec = spec(pipeline, importId);
        } catch (ImportRefusedException e) {
            return refused(pipeline, eventId, "The pipeline has changed: " + e.getMessage());
        }
        if (spec == null) {
            return refused(pipeline, eventId, "The import of the row is not known any more");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach((name, value) -> values.put(String.valueOf(name), value));
        Object fault = content.get("fault");
        long number = content.get("row") instanceof Number row ? row.longValue() : 0;
        NamedRow row = new NamedRow(number, values, fault == null ? null : fault.toString(), 0);
        return target(pipeline, spec, importId, _ -> eventId).take(row);
    }

    /// What makes events or versions of the rows of an import that never ends.
    ///
    /// @param ids of the events, by their rows
    public RowTarget target(Pipeline pipeline, ImportSpec spec, Function<Row, String> ids) {
        return target(pipeline, spec, ENDLESS + spec.name(), ids);
    }

    private RowTarget target(
            Pipeline pipeline, ImportSpec spec, String importId, Function<Row, String> ids) {
        ImportPlan plan = new ImportPlan(spec, spec.columns());
        return switch (spec.target()) {
            case Target.Events(EventSpec event) ->
                    new EventTarget(pipeline, plan, event, importId, ids, checks, quarantine);
            case Target.Versions(EntitySpec entity) ->
                    new EntityTarget(pipeline, plan, entity, importId, quarantine, clock.instant());
        };
    }

    private @Nullable ImportSpec spec(Pipeline pipeline, String importId) {
        if (importId.startsWith(ENDLESS)) {
            return pipeline.imports().get(importId.substring(ENDLESS.length()));
        }
        return jobs.findById(UUID.fromString(importId))
                .map(job -> ImportDefinitions.again(pipeline, job.importName(), job.request()))
                .orElse(null);
    }

    private RowTarget.Outcome refused(Pipeline pipeline, String id, String why) {
        List<Reason> reasons = List.of(new Reason(null, why));
        return new RowTarget.Outcome.Quarantined(
                quarantine.message(
                        pipeline.name(), id, "", Candidate.TEXT, reasons, Quarantine.AN_EVENT),
                reasons);
    }
}
