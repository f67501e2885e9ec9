package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.event.IntakeMeters;
import dev.flywheel.ingestion.imports.rows.Rows;
import dev.flywheel.ingestion.imports.rows.SourceFile;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.UnknownPipelineException;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Carries out claimed imports, one at a time.
@Component
class ImportWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ImportWorker.class);

    private final UUID owner = UUID.randomUUID();
    private final Imports imports;
    private final ImportPlans plans;
    private final Pipelines pipelines;
    private final Delivery delivery;
    private final EventChecks checks;
    private final Quarantine quarantine;
    private final IntakeMeters meters;
    private final Clock clock;
    private final IngestionProperties.Imports settings;

    ImportWorker(
            Imports imports,
            ImportPlans plans,
            Pipelines pipelines,
            Delivery delivery,
            EventChecks checks,
            Quarantine quarantine,
            IntakeMeters meters,
            Clock clock,
            IngestionProperties properties) {
        this.imports = imports;
        this.plans = plans;
        this.pipelines = pipelines;
        this.delivery = delivery;
        this.checks = checks;
        this.quarantine = quarantine;
        this.meters = meters;
        this.clock = clock;
        this.settings = properties.imports();
    }

    /// Carries out the next import that nobody else does.
    ///
    /// @return whether there was one
    boolean workOnce(CountDownLatch stop) throws InterruptedException {
        ImportJob job = imports.claim(owner).orElse(null);
        if (job == null) {
            return false;
        }
        LOG.info("Import {} goes on behind {} rows", job.id(), job.progress().rowsRead());
        try {
            switch (carryOut(job, stop)) {
                case ALL_READ -> imports.finish(job.id(), owner, null);
                case STOPPED -> imports.release(job.id(), owner);
                case TAKEN_OVER -> LOG.warn("Import {} was taken over by another", job.id());
            }
        } catch (IOException
                | UncheckedIOException
                | JacksonException
                | ImportRefusedException
                | MessageTooLargeException
                | UnknownPipelineException e) {
            LOG.warn("Import {} failed", job.id(), e);
            imports.finish(job.id(), owner, e.getMessage());
        }
        return true;
    }

    private ImportRun.End carryOut(ImportJob job, CountDownLatch stop)
            throws IOException, InterruptedException {
        Pipeline pipeline = pipelines.get(job.pipeline());
        ImportSpec spec = ImportDefinitions.again(pipeline, job.importName(), job.request());
        Pace pace = new Pace(spec.rate(), clock);
        List<ImportFile> files = job.files();
        for (int number = 0; number < files.size(); number++) {
            if (files.get(number).isFinished()) {
                continue;
            }
            ImportRun run =
                    new ImportRun(
                            delivery,
                            positions(job, number),
                            clock,
                            settings.commitEvery(),
                            files.get(number).progress(),
                            pace,
                            stop);
            ImportRun.End end = carryOut(job, pipeline, spec, number, run);
            if (end != ImportRun.End.ALL_READ) {
                return end;
            }
            imports.finishFile(job.id(), owner, number);
        }
        return ImportRun.End.ALL_READ;
    }

    private ImportRun.Positions positions(ImportJob job, int file) {
        return (progress, trouble) -> imports.move(job.id(), owner, file, progress, trouble);
    }

    private ImportRun.End carryOut(
            ImportJob job, Pipeline pipeline, ImportSpec spec, int number, ImportRun run)
            throws IOException, InterruptedException {
        SourceFile file = plans.file(spec, job.files().get(number).path());
        SourceFile.Content content = file.content();
        imports.begin(job.id(), owner, number, content.sha256());
        Progress from = run.progress();
        try (Rows rows = Rows.open(file, spec)) {
            ImportPlan plan = ImportPlan.of(pipeline.schema(), spec, rows);
            return run.run(
                    rows,
                    target(pipeline, plan, job.id().toString(), content.sha256()),
                    settings.batchRows(),
                    content.size());
        } finally {
            meters.count(
                    pipeline.name(),
                    run.progress().accepted() - from.accepted(),
                    run.progress().quarantined() - from.quarantined());
        }
    }

    private RowTarget target(Pipeline pipeline, ImportPlan plan, String importId, Digest file) {
        return switch (plan.spec().target()) {
            case Target.Events(EventSpec event) ->
                    new EventTarget(
                            pipeline,
                            plan,
                            event,
                            importId,
                            EventTarget.ids(event, file),
                            checks,
                            quarantine);
            case Target.Versions(EntitySpec entity) ->
                    new EntityTarget(pipeline, plan, entity, importId, quarantine, clock.instant());
        };
    }
}
