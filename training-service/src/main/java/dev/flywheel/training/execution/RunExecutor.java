package dev.flywheel.training.execution;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.alert.Alerts;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Run;
import dev.flywheel.training.run.RunException;
import dev.flywheel.training.run.RunState;
import dev.flywheel.training.run.TrainingRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClientException;

/// Takes a run from the step that it is at to its end.
@Component
class RunExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);

    private final TrainingRuns runs;
    private final Pipelines pipelines;
    private final SnapshotFiles snapshots;
    private final Alerts alerts;
    private final Clock clock;
    private final Patience patience;
    private final Map<RunState, RunStep> steps = new EnumMap<>(RunState.class);

    RunExecutor(
            TrainingRuns runs,
            Pipelines pipelines,
            SnapshotFiles snapshots,
            Alerts alerts,
            Clock clock,
            TrainingProperties properties,
            List<RunStep> steps) {
        this.runs = runs;
        this.pipelines = pipelines;
        this.snapshots = snapshots;
        this.alerts = alerts;
        this.clock = clock;
        this.patience = new Patience(properties.patience());
        steps.forEach(step -> this.steps.put(step.state(), step));
    }

    /// Executes a run.
    ///
    /// @param failures the tries that failed since one went well: what is away fails the run only
    ///   after some patience, and else leaves it for later
    /// @param stopping whether this process is being stopped, which must not fail the run
    Progress execute(UUID runId, int failures, BooleanSupplier stopping) {
        OptionalInt attempt;
        try {
            attempt = runs.takeUp(runId);
        } catch (RunException.Ended _) {
            return Progress.ENDED;
        } catch (DataIntegrityViolationException _) {
            // Another run of the pipeline was a moment faster.
            return Progress.MUST_WAIT;
        }
        if (attempt.isEmpty()) {
            return Progress.MUST_WAIT;
        }
        try {
            return steps(runId, attempt.getAsInt());
        } catch (RunException.Cancelled _) {
            return end(runId, attempt.getAsInt(), RunState.CANCELLED, "Cancelled");
        } catch (RunException.TakenOver e) {
            LOG.atWarn().addKeyValue("runId", runId).log(e.getMessage());
            return Progress.ENDED;
        } catch (RuntimeException e) {
            if (stopping.getAsBoolean() || (mayPass(e) && !patience.isOver(failures))) {
                tellOfWaiting(runId, failures, e);
                return Progress.UNAVAILABLE;
            }
            return fail(runId, attempt.getAsInt(), e);
        }
    }

    /// Whether the failure is a service's or the database's, which may be well again soon. An
    /// answer that breaks off is an IOException, too.
    private static boolean mayPass(RuntimeException failure) {
        return switch (failure) {
            case HttpServerErrorException _, DataAccessException _, TransactionException _ -> true;
            case RestClientException call -> call.contains(IOException.class);
            default -> false;
        };
    }

    private void tellOfWaiting(UUID runId, int failures, RuntimeException cause) {
        LOG.atWarn().addKeyValue("runId", runId).setCause(cause).log("Will try again");
        if (failures == 0 && cause instanceof RestClientException) {
            runs.tell(runId, "Can't go on now, and tries again: " + cause.getMessage());
        }
        if (failures == Patience.LONG) {
            Run run = runs.get(runId);
            raise(
                    run,
                    "warning",
                    "Run %s has waited for minutes at %s, and tries again: %s"
                            .formatted(runId, run.state(), cause.getMessage()));
        }
    }

    private void raise(Run run, String severity, String summary) {
        alerts.raise(
                new AlertRaised(
                        "run-%s-%s".formatted(run.id(), severity),
                        run.pipeline(),
                        "run",
                        severity,
                        summary,
                        clock.instant(),
                        Map.of("run_id", run.id().toString())));
    }

    private Progress steps(UUID runId, int attempt) {
        Run run = runs.get(runId);
        Pipeline pipeline = pipelines.get(run.pipeline());
        while (!run.state().isEnd()) {
            RunStep step = StepContext.required(steps.get(run.state()), run.state().name());
            StepContext context = new StepContext(runs, run, pipeline, attempt);
            context.checkpoint();
            run =
                    switch (step.perform(context)) {
                        case StepOutcome.Next(RunState next, Findings findings) ->
                                runs.advance(runId, attempt, next, findings, null);
                        case StepOutcome.End(RunState end, Findings findings, String summary) -> {
                            runs.tell(runId, summary);
                            forget(run);
                            yield runs.advance(runId, attempt, end, findings, summary);
                        }
                    };
        }
        return Progress.ENDED;
    }

    private Progress fail(UUID runId, int attempt, RuntimeException cause) {
        LOG.atError().addKeyValue("runId", runId).setCause(cause).log("A training run failed");
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        Progress progress = end(runId, attempt, RunState.FAILED, why);
        Run run = runs.get(runId);
        if (run.state() == RunState.FAILED) {
            raise(run, "critical", "Run %s failed: %s".formatted(runId, why));
        }
        return progress;
    }

    private Progress end(UUID runId, int attempt, RunState state, String summary) {
        try {
            runs.tell(runId, summary);
            Run run = runs.get(runId);
            if (run.attempt() == attempt) {
                forget(run);
            }
            runs.advance(runId, attempt, state, run.findings(), summary);
        } catch (RunException.TakenOver e) {
            LOG.atWarn().addKeyValue("runId", runId).log(e.getMessage());
        }
        return Progress.ENDED;
    }

    /// To be called before the next run may begin, which may use the same snapshot. A copy that
    /// stays costs room, and no run.
    private void forget(Run run) {
        SnapshotManifest snapshot = run.findings().snapshot();
        if (snapshot != null) {
            try {
                snapshots.forget(snapshot);
            } catch (UncheckedIOException e) {
                LOG.atWarn().addKeyValue("runId", run.id()).setCause(e).log("A copy is left");
            }
        }
    }

    /// What became of an attempt.
    enum Progress {
        ENDED,
        /// Another run of the pipeline is at work.
        MUST_WAIT,
        /// A service or the database is away, or this process stops; the run stays at its step.
        UNAVAILABLE
    }
}
