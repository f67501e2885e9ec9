package dev.flywheel.training.run;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A training run. Its state is the step that it is at, so a run that died goes on with that step.
@Entity
public class Run {

    @Id private UUID id;
    private String pipeline;
    private String cause;
    private @Nullable String requestId;
    private @Nullable String requestedBy;
    private @Nullable Instant testFrom;
    private boolean promote;
    private int listsAtMost;

    @Enumerated(EnumType.STRING)
    private RunState state;

    private int attempt;
    private boolean cancelRequested;
    private @Nullable String summary;

    @Convert(converter = FindingsConverter.class)
    private Findings findings;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "run_step", joinColumns = @JoinColumn(name = "run_id"))
    @OrderColumn(name = "position")
    private List<StepTiming> steps = new ArrayList<>();

    private Instant createdAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    @Version private long revision;

    @SuppressWarnings("NullAway.Init")
    protected Run() {}

    Run(UUID id, RunRequest request, Instant now) {
        this.id = id;
        this.pipeline = request.pipeline();
        this.cause = request.cause();
        this.requestId = request.requestId();
        this.requestedBy = request.requestedBy();
        this.testFrom = request.testFrom();
        this.promote = request.promote();
        this.listsAtMost = request.listsAtMost();
        this.state = RunState.QUEUED;
        this.findings = Findings.NONE;
        this.createdAt = now;
    }

    /// Takes the run up: at its first step, or at the one where an earlier attempt died.
    ///
    /// @return the attempt, which later calls must name
    int takeUp(Instant now) {
        if (state.isEnd()) {
            throw new RunException.Ended(id, state);
        }
        attempt++;
        if (state == RunState.QUEUED) {
            state = RunState.SNAPSHOT;
            startedAt = now;
        }
        begin(now);
        return attempt;
    }

    /// Keeps what the current step found out so far, without leaving it.
    void keep(int byAttempt, Findings found) {
        requireAttempt(byAttempt);
        findings = found;
    }

    /// Leaves the current step for the next, or for the end.
    ///
    /// @param outcome what to tell at the end; null in between
    void advance(
            int byAttempt, RunState next, Findings found, @Nullable String outcome, Instant now) {
        requireAttempt(byAttempt);
        if (state.isEnd()) {
            throw new RunException.Ended(id, state);
        }
        findings = found;
        finishStep(now);
        state = next;
        if (next.isEnd()) {
            finishedAt = now;
            summary = outcome;
        } else {
            steps.add(new StepTiming(next, attempt, now, null));
        }
    }

    /// Ends a run that waits; one at a step ends when the step looks up.
    void cancel(Instant now) {
        if (state.isEnd()) {
            throw new RunException.Ended(id, state);
        }
        cancelRequested = true;
        if (state == RunState.QUEUED) {
            state = RunState.CANCELLED;
            finishedAt = now;
            summary = "Cancelled before it started";
        }
    }

    /// A step that is tried again and again is one step, begun by the first attempt.
    private void begin(Instant now) {
        StepTiming last = steps.isEmpty() ? null : steps.getLast();
        if (last == null || last.step() != state || last.finishedAt() != null) {
            steps.add(new StepTiming(state, attempt, now, null));
        }
    }

    private void finishStep(Instant now) {
        int last = steps.size() - 1;
        if (last >= 0) {
            steps.set(last, steps.get(last).finished(now));
        }
    }

    void requireAttempt(int byAttempt) {
        if (byAttempt != attempt) {
            throw new RunException.TakenOver(id, byAttempt, attempt);
        }
    }

    public UUID id() {
        return id;
    }

    public RunRequest request() {
        return new RunRequest(
                pipeline, cause, requestId, requestedBy, testFrom, promote, listsAtMost);
    }

    public String pipeline() {
        return pipeline;
    }

    public RunState state() {
        return state;
    }

    public int attempt() {
        return attempt;
    }

    public boolean cancelRequested() {
        return cancelRequested;
    }

    public @Nullable String summary() {
        return summary;
    }

    public Findings findings() {
        return findings;
    }

    public List<StepTiming> steps() {
        return List.copyOf(steps);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }
}
