package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Starts imports, tells how far they are, and hands them to whoever carries them out.
@Component
public class Imports {

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);

    private final ImportJobs jobs;
    private final ImportPlans plans;
    private final Pipelines pipelines;
    private final Clock clock;
    private final ImportSignal signal;
    private final Duration lease;

    Imports(
            ImportJobs jobs,
            ImportPlans plans,
            Pipelines pipelines,
            Clock clock,
            ImportSignal signal,
            IngestionProperties properties) {
        this.jobs = jobs;
        this.plans = plans;
        this.pipelines = pipelines;
        this.clock = clock;
        this.signal = signal;
        this.lease = properties.imports().lease();
    }

    /// Queues an import, after everything that can be checked at once has been.
    ///
    /// @param body a JSON object: `import` and what to change of it, or a whole import
    /// @throws ImportRefusedException with everything that is wrong with the request
    public ImportJob start(String pipeline, byte[] body) {
        Pipeline known = pipelines.get(pipeline);
        ImportDefinitions.Requested requested =
                ImportDefinitions.requested(known, body, clock.instant());
        return queue(known, requested.spec(), requested.since());
    }

    /// Queues an import of the pipeline's file; one that can't begin is kept as a failed one.
    ///
    /// @param due the day that its path means
    ImportJob start(Pipeline pipeline, ImportSpec declared, Instant due) {
        ImportSpec spec = ImportDefinitions.of(pipeline, declared, due);
        try {
            return queue(pipeline, spec, null);
        } catch (ImportRefusedException e) {
            LOG.warn(
                    "Import {} of {} can't begin: {}",
                    spec.name(),
                    pipeline.name(),
                    e.getMessage());
            ImportJob failed = job(pipeline, spec, List.of());
            failed.finish(e.getMessage(), clock.instant());
            return jobs.save(failed);
        }
    }

    /// @param since where a query begins; null where the one before it stopped
    private ImportJob queue(Pipeline pipeline, ImportSpec spec, @Nullable String since) {
        List<ImportFile> files = plans.files(pipeline, spec).stream().map(ImportFile::new).toList();
        files.forEach(file -> file.beginAt(since));
        ImportJob job = jobs.save(job(pipeline, spec, files));
        signal.raise();
        return job;
    }

    private ImportJob job(Pipeline pipeline, ImportSpec spec, List<ImportFile> files) {
        return new ImportJob(UUID.randomUUID(), pipeline.name(), spec, files, clock.instant());
    }

    /// The imports that were asked for last, newest first.
    @Transactional(readOnly = true)
    public List<ImportJob> latest(String pipeline) {
        return jobs.findTop50ByPipelineOrderByCreatedAtDesc(pipelines.get(pipeline).name());
    }

    /// The import of that id.
    ///
    /// @throws ImportNotFoundException if the pipeline has none
    @Transactional(readOnly = true)
    public ImportJob get(String pipeline, String id) {
        return uuid(id).flatMap(jobs::findById)
                .filter(job -> job.pipeline().equals(pipelines.get(pipeline).name()))
                .orElseThrow(() -> new ImportNotFoundException(pipeline, id));
    }

    /// Takes over the oldest import that nobody carries out.
    @Transactional
    public Optional<ImportJob> claim(UUID owner) {
        Instant now = clock.instant();
        Optional<ImportJob> job = jobs.lockNextWithoutOwner(now);
        job.ifPresent(found -> found.claim(owner, now, now.plus(lease)));
        return job;
    }

    /// Begins with a file, or goes on with it.
    ///
    /// @throws ImportRefusedException if it is not what it was when the import began with it
    @Transactional
    public void begin(UUID id, UUID owner, int file, Digest content) {
        owned(id, owner)
                .ifPresent(job -> {
                    Digest before = job.file(file).sha256();
                    if (before != null && !before.equals(content)) {
                        throw new ImportRefusedException(
                                "path",
                                "The file '%s' has changed since the import began"
                                        .formatted(job.file(file).path()));
                    }
                    job.file(file).begun(content);
                    job.alive(null, clock.instant().plus(lease));
                });
    }

    /// Begins with a query, or goes on with it.
    ///
    /// @return the value behind which it begins: where it is, or where the one before it stopped,
    ///   or what its definition says; null for all rows
    @Transactional
    public @Nullable String begin(UUID id, UUID owner, Query query) {
        ImportJob job = owned(id, owner).orElse(null);
        if (job == null || query.position() == null) {
            return null;
        }
        ImportFile rows = job.file(0);
        if (rows.progress().position() == null && !job.importName().isEmpty()) {
            rows.beginAt(
                    jobs.latestPosition(job.pipeline(), job.importName()).orElse(query.since()));
        }
        job.alive(null, clock.instant().plus(lease));
        return rows.progress().position();
    }

    /// Writes the position in a file down and renews the lease.
    ///
    /// @return whether the owner still owns the import
    @Transactional
    public boolean move(
            UUID id, UUID owner, int file, Progress progress, @Nullable String trouble) {
        return owned(id, owner)
                .map(job -> {
                    job.file(file).moved(progress);
                    job.alive(trouble, clock.instant().plus(lease));
                    return true;
                })
                .orElse(false);
    }

    /// Says that the owner is still at work.
    ///
    /// @return whether it still owns the import
    @Transactional
    public boolean renew(UUID id, UUID owner) {
        Optional<ImportJob> job = owned(id, owner);
        job.ifPresent(found -> found.alive(null, clock.instant().plus(lease)));
        return job.isPresent();
    }

    /// Ends a file.
    @Transactional
    public void finishFile(UUID id, UUID owner, int file) {
        owned(id, owner).ifPresent(job -> job.file(file).finish());
    }

    /// Lets others take it over at once.
    @Transactional
    public void release(UUID id, UUID owner) {
        owned(id, owner).ifPresent(ImportJob::release);
    }

    /// Ends it.
    ///
    /// @param failure null if it succeeded
    @Transactional
    public void finish(UUID id, UUID owner, @Nullable String failure) {
        owned(id, owner).ifPresent(job -> job.finish(failure, clock.instant()));
    }

    private Optional<ImportJob> owned(UUID id, UUID owner) {
        return jobs.findById(id).filter(job -> job.isOwnedBy(owner));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
