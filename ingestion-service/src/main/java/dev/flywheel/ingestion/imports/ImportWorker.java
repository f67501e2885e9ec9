package dev.flywheel.ingestion.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.event.IntakeMeters;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.UnknownPipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
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
    boolean workOnce(CountDownLatch stop) {
        ImportJob job = imports.claim(owner).orElse(null);
        if (job == null) {
            return false;
        }
        LOG.info("Import {} goes on at row {}", job.id(), job.progress().rowsRead());
        try {
            switch (carryOut(job, stop)) {
                case ALL_READ -> imports.finish(job.id(), owner, null);
                case STOPPED -> imports.release(job.id(), owner);
                case TAKEN_OVER -> LOG.warn("Import {} was taken over by another", job.id());
            }
        } catch (IOException
                | UncheckedIOException
                | CsvParseException
                | JacksonException
                | ImportRefusedException
                | MessageTooLargeException
                | UnknownPipelineException e) {
            LOG.warn("Import {} failed", job.id(), e);
            imports.finish(job.id(), owner, e.getMessage());
        }
        return true;
    }

    private ImportRun.End carryOut(ImportJob job, CountDownLatch stop) throws IOException {
        Pipeline pipeline = pipelines.get(job.pipeline());
        ImportRequest request = Json.MAPPER.readValue(job.request(), ImportRequest.class);
        ImportPlan plan = plans.plan(pipeline, request);
        SourceFile.Content content = plan.file().content();
        if (!content.sha256().equals(job.fileSha256())) {
            throw new ImportRefusedException("path", "The file has changed since the import began");
        }
        Progress from = job.progress();
        ImportRun run =
                new ImportRun(
                        delivery,
                        (progress, trouble) -> imports.move(job.id(), owner, progress, trouble),
                        clock,
                        settings.commitEvery(),
                        from,
                        stop);
        ImportRun.End end =
                run.run(
                        plan,
                        target(pipeline, plan, content.sha256()),
                        settings.batchRows(),
                        content.size());
        meters.count(
                pipeline.name(),
                run.progress().accepted() - from.accepted(),
                run.progress().quarantined() - from.quarantined());
        return end;
    }

    private RowTarget target(Pipeline pipeline, ImportPlan plan, Digest file) {
        String entity = plan.request().entity();
        return entity == null
                ? new EventTarget(pipeline, plan, file, checks, quarantine)
                : new EntityTarget(pipeline, plan, entity, quarantine, clock.instant());
    }
}
