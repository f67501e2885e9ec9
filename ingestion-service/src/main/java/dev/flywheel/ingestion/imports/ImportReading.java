package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.event.IntakeMeters;
import dev.flywheel.ingestion.imports.rows.QueryRows;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.imports.rows.Rows;
import dev.flywheel.ingestion.imports.rows.SourceFile;
import dev.flywheel.ingestion.imports.source.LocalFile;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Query;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// Reads one file or query of an import: opens it, checks what it holds, and hands its rows on.
@Component
class ImportReading {

    private final Imports imports;
    private final ImportPlans plans;
    private final EventChecks checks;
    private final Quarantine quarantine;
    private final IntakeMeters meters;
    private final Clock clock;
    private final int batchRows;

    ImportReading(
            Imports imports,
            ImportPlans plans,
            EventChecks checks,
            Quarantine quarantine,
            IntakeMeters meters,
            Clock clock,
            IngestionProperties properties) {
        this.imports = imports;
        this.plans = plans;
        this.checks = checks;
        this.quarantine = quarantine;
        this.meters = meters;
        this.clock = clock;
        this.batchRows = properties.imports().batchRows();
    }

    ImportRun.End read(
            ImportJob job,
            UUID owner,
            Pipeline pipeline,
            ImportSpec spec,
            int number,
            ImportRun run,
            Heartbeat heartbeat)
            throws IOException, InterruptedException {
        Query query = spec.query();
        try {
            return query == null
                    ? readFile(job, owner, pipeline, spec, number, run, heartbeat)
                    : readQuery(job, owner, pipeline, spec, query, run, heartbeat);
        } catch (LeftException left) {
            return left.end();
        }
    }

    private ImportRun.End readFile(
            ImportJob job,
            UUID owner,
            Pipeline pipeline,
            ImportSpec spec,
            int number,
            ImportRun run,
            Heartbeat heartbeat)
            throws IOException, InterruptedException, LeftException {
        String path = job.files().get(number).path();
        try (LocalFile local = heartbeat.during(() -> plans.file(spec, path, heartbeat))) {
            SourceFile file = local.file();
            SourceFile.Content content = heartbeat.during(() -> file.content(heartbeat));
            imports.begin(job.id(), owner, number, content.sha256());
            try (Rows rows = Rows.open(file, spec)) {
                ImportPlan plan = ImportPlan.of(pipeline.schema(), spec, rows);
                RowTarget target =
                        target(
                                pipeline,
                                plan,
                                job,
                                event -> EventTarget.ids(event, content.sha256()));
                return run(rows, target, run, pipeline, content.size());
            }
        }
    }

    private ImportRun.End readQuery(
            ImportJob job,
            UUID owner,
            Pipeline pipeline,
            ImportSpec spec,
            Query query,
            ImportRun run,
            Heartbeat heartbeat)
            throws IOException, InterruptedException, LeftException {
        String since = imports.begin(job.id(), owner, query);
        try (QueryRows rows = plans.rows(spec, query, since)) {
            ImportPlan plan = ImportPlan.of(pipeline.schema(), spec, rows);
            heartbeat.besides(rows::start, rows::cancel);
            RowTarget target =
                    target(pipeline, plan, job, event -> EventTarget.ids(event, spec.name()));
            return run(rows, target, run, pipeline, 0);
        }
    }

    private ImportRun.End run(
            Rows rows, RowTarget target, ImportRun run, Pipeline pipeline, long size)
            throws IOException, InterruptedException {
        Progress from = run.progress();
        try {
            return run.run(rows, target, batchRows, size);
        } finally {
            meters.count(
                    pipeline.name(),
                    run.progress().accepted() - from.accepted(),
                    run.progress().quarantined() - from.quarantined());
        }
    }

    private RowTarget target(
            Pipeline pipeline,
            ImportPlan plan,
            ImportJob job,
            Function<EventSpec, Function<Row, String>> ids) {
        String importId = job.id().toString();
        return switch (plan.spec().target()) {
            case Target.Events(EventSpec event) ->
                    new EventTarget(
                            pipeline, plan, event, importId, ids.apply(event), checks, quarantine);
            case Target.Versions(EntitySpec entity) ->
                    new EntityTarget(pipeline, plan, entity, importId, quarantine, clock.instant());
        };
    }
}
