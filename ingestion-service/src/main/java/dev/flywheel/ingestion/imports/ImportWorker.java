package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.UnknownPipelineException;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Query;
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
    private final ImportReading reading;
    private final Pipelines pipelines;
    private final Delivery delivery;
    private final Clock clock;
    private final IngestionProperties.Imports settings;

    ImportWorker(
            Imports imports,
            ImportReading reading,
            Pipelines pipelines,
            Delivery delivery,
            Clock clock,
            IngestionProperties properties) {
        this.imports = imports;
        this.reading = reading;
        this.pipelines = pipelines;
        this.delivery = delivery;
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
                            from(spec, files.get(number)),
                            pace,
                            stop);
            Heartbeat heartbeat =
                    new Heartbeat(
                            () -> imports.renew(job.id(), owner),
                            clock,
                            settings.commitEvery(),
                            stop);
            ImportRun.End end = reading.read(job, owner, pipeline, spec, number, run, heartbeat);
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

    /// A query without a position begins anew.
    private static Progress from(ImportSpec spec, ImportFile file) {
        Query query = spec.query();
        return query != null && query.position() == null ? Progress.NONE : file.progress();
    }
}
