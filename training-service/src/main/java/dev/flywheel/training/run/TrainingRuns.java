package dev.flywheel.training.run;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What can be done with training runs. Every change is one transaction.
@Component
public class TrainingRuns {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRuns.class);
    private static final Limit LATEST = Limit.of(100);
    private static final Set<RunState> STEPS = steps();

    private final Runs runs;
    private final LogLines log;
    private final RunQueue queue;
    private final Clock clock;

    TrainingRuns(Runs runs, LogLines log, RunQueue queue, Clock clock) {
        this.runs = runs;
        this.log = log;
        this.queue = queue;
        this.clock = clock;
    }

    /// Queues a run; a request that was made before finds its run.
    @Transactional
    public Run request(RunRequest request) {
        String requestId = request.requestId();
        if (requestId != null) {
            Optional<Run> known = runs.findByRequestId(requestId);
            if (known.isPresent()) {
                return known.get();
            }
        }
        Run run = runs.saveAndFlush(new Run(UUID.randomUUID(), request, clock.instant()));
        queue.put(run.id());
        LOG.atInfo()
                .addKeyValue("runId", run.id())
                .addKeyValue("pipeline", run.pipeline())
                .addKeyValue("cause", request.cause())
                .log("Queued a training run");
        return run;
    }

    /// The run of that id.
    ///
    /// @throws RunException.NotFound if there is none
    @Transactional(readOnly = true)
    public Run get(UUID id) {
        return find(id);
    }

    /// The latest runs, newest first.
    ///
    /// @param pipeline null for all
    @Transactional(readOnly = true)
    public List<Run> latest(@Nullable String pipeline) {
        return pipeline == null
                ? runs.findByOrderByCreatedAtDesc(LATEST)
                : runs.findByPipelineOrderByCreatedAtDesc(pipeline, LATEST);
    }

    @Transactional(readOnly = true)
    public List<LogLine> log(UUID id) {
        return log.findByRunIdOrderById(id);
    }

    /// Cancels a run: at once if it waits, else when its step next looks up.
    ///
    /// @throws RunException.Ended if it has ended
    @Transactional
    public Run cancel(UUID id) {
        // Not to lose against the run's own step, which would have to be asked again.
        Run run = runs.lock(id).orElseThrow(() -> new RunException.NotFound(id));
        run.cancel(clock.instant());
        return runs.saveAndFlush(run);
    }

    /// Takes a run up, unless another run of its pipeline is at a step.
    ///
    /// @return the attempt; empty if it must wait
    @Transactional
    public OptionalInt takeUp(UUID id) {
        Run run = find(id);
        if (runs.existsByPipelineAndStateInAndIdNot(run.pipeline(), STEPS, id)) {
            return OptionalInt.empty();
        }
        int attempt = run.takeUp(clock.instant());
        runs.saveAndFlush(run);
        return OptionalInt.of(attempt);
    }

    /// Keeps what the current step found out so far.
    @Transactional
    public void keep(UUID id, int attempt, Findings findings) {
        Run run = find(id);
        run.keep(attempt, findings);
        runs.saveAndFlush(run);
    }

    /// Leaves the current step for the next, or for the end.
    @Transactional
    public Run advance(
            UUID id, int attempt, RunState next, Findings findings, @Nullable String outcome) {
        Run run = find(id);
        run.advance(attempt, next, findings, outcome, clock.instant());
        return runs.saveAndFlush(run);
    }

    /// The artifacts, by SHA-256, that runs need which have not ended.
    @Transactional(readOnly = true)
    public Set<String> artifactsInUse() {
        return runs.findByStateIn(STEPS).stream()
                .flatMap(run -> run.findings().artifacts().stream())
                .collect(Collectors.toSet());
    }

    /// Ends what calls it, if the run was cancelled or another attempt goes on with it.
    ///
    /// @throws RunException.Cancelled if it was cancelled
    /// @throws RunException.TakenOver if this attempt is no longer the run's
    @Transactional(readOnly = true)
    public void checkpoint(UUID id, int attempt) {
        Run run = find(id);
        run.requireAttempt(attempt);
        if (run.cancelRequested()) {
            throw new RunException.Cancelled(id);
        }
    }

    /// Writes a line into a run's log.
    @Transactional
    public void tell(UUID id, String message) {
        log.save(new LogLine(id, clock.instant(), message));
        LOG.atInfo().addKeyValue("runId", id).log(message);
    }

    private Run find(UUID id) {
        return runs.findById(id).orElseThrow(() -> new RunException.NotFound(id));
    }

    private static Set<RunState> steps() {
        EnumSet<RunState> steps = EnumSet.allOf(RunState.class);
        steps.removeIf(state -> !state.isStep());
        return steps;
    }
}
