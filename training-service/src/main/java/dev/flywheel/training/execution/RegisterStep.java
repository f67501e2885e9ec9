package dev.flywheel.training.execution;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.gate.Verdict;
import dev.flywheel.training.registration.Registry;
import dev.flywheel.training.registration.Registry.RegistryMetric;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Findings.Registration;
import dev.flywheel.training.run.RunState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Logs the run in the registry, uploads the bundle and makes it a version. What exists already is
/// found again, so a second attempt registers nothing twice.
@Component
final class RegisterStep implements RunStep {

    private static final int TAG_LIMIT = 5_000;

    private final Registry registry;
    private final TrialRuns trials;
    private final ExplanationMetrics explanations;
    private final ArtifactStore artifacts;
    private final Clock clock;

    RegisterStep(
            Registry registry,
            TrialRuns trials,
            ExplanationMetrics explanations,
            ArtifactStore artifacts,
            Clock clock) {
        this.registry = registry;
        this.trials = trials;
        this.explanations = explanations;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    @Override
    public RunState state() {
        return RunState.REGISTER;
    }

    @Override
    public StepOutcome perform(StepContext context) {
        Findings findings = context.findings();
        Registration begun = findings.registration();
        Registration registration = begun == null ? begin(context) : begun;
        context.keep(findings.withRegistration(registration));
        log(context, registration);
        if (context.pipeline().training().search() != null) {
            trials.log(context, registration.registryRunId());
        }
        upload(context, registration);
        uploadValidation(context, registration);
        context.checkpoint();
        int version =
                registry.version(
                        context.pipeline().name(),
                        registration.registryRunId(),
                        registration.artifactUri() + "/bundle",
                        tags(context));
        registry.finishRun(registration.registryRunId(), clock.millis());
        context.tell("Registered version " + version);
        return new StepOutcome.Next(
                RunState.PROMOTE, findings.withRegistration(registration.withVersion(version)));
    }

    private Registration begin(StepContext context) {
        Registry.RegistryRun run =
                registry.run(
                        registry.experiment(context.pipeline().name()),
                        context.runId().toString(),
                        clock.millis(),
                        Map.of("flywheel.run", context.runId().toString()),
                        Map.of("flywheel.cause", context.request().cause()));
        return new Registration(run.id(), run.artifactUri(), null, false);
    }

    private void log(StepContext context, Registration registration) {
        Findings.Winner winner = StepContext.required(context.findings().winner(), "winner");
        Map<String, String> params = new LinkedHashMap<>();
        winner.hyperparameters().forEach((name, value) -> params.put(name, value.toString()));
        if (winner.threshold() != null) {
            params.put("decision_threshold", winner.threshold().toString());
        }
        params.put("seed", Long.toString(context.pipeline().seed()));
        params.put("snapshot", context.snapshot().id());
        List<RegistryMetric> metrics = new ArrayList<>();
        context.findings()
                .evaluations()
                .forEach((name, values) ->
                        TrialRuns.add(metrics, name.equals("winner") ? "" : name + ".", values, 0));
        context.findings().candidates().stream()
                .filter(candidate -> candidate.isOf(winner.hyperparameters()))
                .findFirst()
                .ifPresent(candidate -> metrics.addAll(TrialRuns.validation(candidate)));
        metrics.addAll(explanations.metrics(context));
        registry.log(registration.registryRunId(), metrics, params, clock.millis());
    }

    private void upload(StepContext context, Registration registration) {
        for (Map.Entry<String, String> file : context.findings().bundle().entrySet()) {
            try (InputStream content = artifacts.open(new Digest(file.getValue()))) {
                registry.upload(registration.artifactUri(), "bundle/" + file.getKey(), content);
            } catch (IOException e) {
                throw new UncheckedIOException("Can't read the bundle's " + file.getKey(), e);
            }
        }
    }

    /// What was expected of the dataset and what was observed, for people who look at the run
    /// there.
    private void uploadValidation(StepContext context, Registration registration) {
        ExpectationReport report = context.findings().expectations();
        if (report != null) {
            registry.upload(
                    registration.artifactUri(),
                    "validation.json",
                    new ByteArrayInputStream(Json.bytes(report)));
        }
    }

    private static Map<String, String> tags(StepContext context) {
        Verdict verdict = StepContext.required(context.findings().verdict(), "verdict");
        Findings.Winner winner = StepContext.required(context.findings().winner(), "winner");
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("flywheel.run", context.runId().toString());
        tags.put("flywheel.pipeline", context.pipeline().name());
        tags.put("flywheel.pipeline_hash", context.snapshot().pipelineHash());
        tags.put("flywheel.feature_set", context.snapshot().featureSet());
        tags.put("flywheel.snapshot", context.snapshot().id());
        tags.put("flywheel.trainer", winner.trainer());
        tags.put("flywheel.model_digest", winner.modelDigest());
        String reasons = verdict.summary();
        tags.put(
                "flywheel.gate.reasons",
                reasons.substring(0, Math.min(reasons.length(), TAG_LIMIT)));
        tags.put("flywheel.gate", verdict.word());
        return tags;
    }
}
