package dev.flywheel.ingestion.imports;

import static java.util.Objects.requireNonNullElse;

import dev.flywheel.contracts.Json;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Starts imports, tells how far they are, and hands them to whoever carries them out.
@Component
public class Imports {

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
    /// @throws ImportRefusedException with everything that is wrong with the request
    public ImportJob start(String pipeline, ImportRequest request) {
        Pipeline known = pipelines.get(pipeline);
        ImportPlan plan = plans.plan(known, request);
        try {
            ImportJob job =
                    jobs.save(
                            new ImportJob(
                                    UUID.randomUUID(),
                                    pipeline,
                                    requireNonNullElse(request.source(), ""),
                                    requireNonNullElse(request.path(), ""),
                                    Json.MAPPER.writeValueAsString(request),
                                    plan.file().content().sha256(),
                                    clock.instant()));
            signal.raise();
            return job;
        } catch (IOException e) {
            throw new ImportRefusedException("path", "The file can't be read: " + e.getMessage());
        }
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

    /// Writes a position down and renews the lease.
    ///
    /// @return whether the owner still owns the import
    @Transactional
    public boolean move(UUID id, UUID owner, Progress progress, @Nullable String trouble) {
        return owned(id, owner)
                .map(job -> {
                    job.moved(progress, trouble, clock.instant().plus(lease));
                    return true;
                })
                .orElse(false);
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
