package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.gate.Verdict;
import dev.flywheel.training.provenance.TrainingEnvironment;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.RunRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where a model comes from: enough to train it again, and to tell why it is the one that was
/// registered.
@Component
class Provenance {

    private final TrainingEnvironment environment;
    private final Clock clock;

    Provenance(TrainingEnvironment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    Map<String, Object> of(StepContext context, Contest.Outcome outcome, Verdict verdict) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        putRun(provenance, context);
        putSnapshot(provenance, context.snapshot());
        putTraining(provenance, context);
        putJudgement(provenance, outcome, verdict);
        ExpectationReport expectations = context.findings().expectations();
        if (expectations != null) {
            // Sample rows are of persons; a bundle outlives what was erased.
            provenance.put("expectations", expectations.withoutSamples().findings());
        }
        provenance.put("environment", environment.entries());
        return provenance;
    }

    private static void putRun(Map<String, Object> provenance, StepContext context) {
        RunRequest request = context.request();
        provenance.put("run_id", context.runId().toString());
        provenance.put("cause", request.cause());
        putIfKnown(provenance, "requested_by", request.requestedBy());
        putIfKnown(provenance, "request_id", request.requestId());
        provenance.put("requested_at", context.requestedAt().toString());
        provenance.put("pipeline", context.pipeline().name());
        provenance.put("pipeline_hash", context.pipeline().hash());
    }

    private static void putSnapshot(Map<String, Object> provenance, SnapshotManifest snapshot) {
        provenance.put("feature_set", snapshot.featureSet());
        provenance.put("snapshot", snapshot.id());
        provenance.put("snapshot_rows_sha256", snapshot.rows().sha256());
        provenance.put("snapshot_lists_sha256", snapshot.lists().sha256());
        provenance.put("archive_position", snapshot.archivePosition());
        provenance.put("first_event_time", String.valueOf(snapshot.firstEventTime()));
        provenance.put("last_event_time", String.valueOf(snapshot.lastEventTime()));
        provenance.put("snapshot_manifest", snapshot);
    }

    private void putTraining(Map<String, Object> provenance, StepContext context) {
        Findings.Winner winner = StepContext.required(context.findings().winner(), "winner");
        provenance.put("seed", context.pipeline().seed());
        provenance.put("trainer", winner.hyperparameters());
        provenance.put("model_digest", winner.modelDigest());
        provenance.put("trained_at", clock.instant().toString());
        provenance.put("selected_by", context.pipeline().selectBy().word());
        provenance.put(
                "candidates",
                JudgedCandidate.of(
                        context.findings().candidates(), winner, context.pipeline().selectBy()));
    }

    private static void putJudgement(
            Map<String, Object> provenance, Contest.Outcome outcome, Verdict verdict) {
        provenance.put("evaluations", outcome.metrics());
        provenance.put("gate", Map.of("verdict", verdict.word(), "reasons", verdict.reasons()));
        if (outcome.champion() > 0) {
            provenance.put("champion", outcome.champion());
        }
    }

    private static void putIfKnown(
            Map<String, Object> provenance, String name, @Nullable Object value) {
        if (value != null) {
            provenance.put(name, value);
        }
    }
}
