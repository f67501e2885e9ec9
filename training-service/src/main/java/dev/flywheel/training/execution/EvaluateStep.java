package dev.flywheel.training.execution;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.BundleContents;
import dev.flywheel.model.bundle.BundleIdentity;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.PlanFormat;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.dataset.PairedSnapshots;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.explanation.Explainer;
import dev.flywheel.training.gate.PromotionGate;
import dev.flywheel.training.gate.Verdict;
import dev.flywheel.training.registration.Champions;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.RunState;
import dev.flywheel.training.scoring.Contestant;
import dev.flywheel.training.scoring.PartEvaluator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/// Evaluates the winner on the test part, judges it, and writes its bundle.
@Component
final class EvaluateStep implements RunStep {

    private final SnapshotFiles snapshots;
    private final ArtifactStore artifacts;
    private final PairedSnapshots paired;
    private final Champions champions;
    private final Provenance provenance;
    private final int threads;

    EvaluateStep(
            SnapshotFiles snapshots,
            ArtifactStore artifacts,
            PairedSnapshots paired,
            Champions champions,
            Provenance provenance,
            TrainingProperties properties) {
        this.snapshots = snapshots;
        this.artifacts = artifacts;
        this.paired = paired;
        this.champions = champions;
        this.provenance = provenance;
        this.threads = properties.threads();
    }

    @Override
    public RunState state() {
        return RunState.EVALUATE;
    }

    @Override
    public StepOutcome perform(StepContext context) {
        Findings.Winner winner = StepContext.required(context.findings().winner(), "winner");
        Pipeline pipeline = context.pipeline();
        FeatureEncoder encoder =
                new FeatureEncoder(
                        Json.read(stored(winner.encoder()), EncoderFile.class).columns());
        ScoringPlan plan = PlanFormat.read(stored(winner.plan()));
        ServedPopulation served =
                new ServedPopulation(
                        encoder.columns(),
                        plan,
                        ModelBundle.GOLDEN_ROWS,
                        pipeline.seed(),
                        context.snapshot().listCount() == 0);
        Evaluated evaluated = evaluate(context, encoder, plan, served);
        Contest.Outcome outcome = evaluated.outcome();
        Verdict verdict =
                new PromotionGate(pipeline.gate(), pipeline.seed())
                        .judge(outcome.winner(), outcome.baselines(), outcome.judged());
        tell(context, outcome, verdict);
        OnnxGraph onnx = OnnxGraph.of(identity(context, winner), encoder, plan);
        onnx.tell(context);
        evaluated.explanations().tell(context);
        BundleContents bundle =
                new BundleContents(
                        identity(context, winner),
                        stored(winner.model()),
                        pipeline.source(),
                        encoder,
                        plan,
                        threshold(winner, plan),
                        served.reference(),
                        served.goldenRows(),
                        outcome.winner().metrics(),
                        onnx.noted(provenance.of(context, outcome, verdict)),
                        attachments(onnx, evaluated.explanations()));
        return new StepOutcome.Next(
                RunState.REGISTER,
                context.findings().withEvaluation(outcome.metrics(), verdict, write(bundle)));
    }

    private Evaluated evaluate(
            StepContext context,
            FeatureEncoder encoder,
            ScoringPlan plan,
            ServedPopulation served) {
        Pipeline pipeline = context.pipeline();
        Findings.Winner winner = StepContext.required(context.findings().winner(), "winner");
        try (SnapshotDatabase snapshot = snapshots.open(context.snapshot())) {
            Explainer explainer = new Explainer(snapshot, pipeline);
            Contest.Outcome outcome =
                    new Contest(
                                    context.snapshot(),
                                    snapshot,
                                    paired,
                                    pipeline,
                                    champions.of(pipeline.name()))
                            .hold(
                                    encoder,
                                    plan,
                                    winner.threshold(),
                                    threads,
                                    context::checkpoint,
                                    PartEvaluator.Audience.of(List.of(served, explainer)));
            context.checkpoint();
            return new Evaluated(
                    outcome,
                    Explanations.of(
                            explainer,
                            Contestant.model(encoder, plan, snapshot.columns()),
                            outcome.winner().rows().decision(),
                            threads));
        }
    }

    private static Map<String, byte[]> attachments(OnnxGraph onnx, Explanations explanations) {
        Map<String, byte[]> attachments = new TreeMap<>(onnx.attachments());
        attachments.putAll(explanations.attachments());
        return attachments;
    }

    /// The threshold of served scores, which are corrected for sampled negatives.
    private static @Nullable Double threshold(Findings.Winner winner, ScoringPlan plan) {
        Double threshold = winner.threshold();
        return threshold == null
                ? null
                : Double.valueOf(ScoringPlan.corrected(threshold, plan.offset()));
    }

    private static BundleIdentity identity(StepContext context, Findings.Winner winner) {
        return new BundleIdentity(
                context.pipeline().name(),
                context.pipeline().name(),
                context.snapshot().pipelineHash(),
                context.snapshot().featureSet(),
                winner.trainer(),
                winner.modelDigest());
    }

    private static void tell(StepContext context, Contest.Outcome outcome, Verdict verdict) {
        if (outcome.evaluations().containsKey(Contest.CHAMPION)
                && !outcome.otherFeatures().isEmpty()) {
            context.tell(
                    "The champion scored the same rows with features of its own, as %s"
                            .formatted(outcome.otherFeatures()));
        }
        Metric metric = context.pipeline().selectBy();
        outcome.evaluations()
                .forEach((name, evaluation) ->
                        context.tell(
                                "%s reached %s %.4f on the test part (%d)"
                                        .formatted(
                                                name,
                                                metric,
                                                evaluation.value(metric),
                                                evaluation.size(metric))));
        context.tell("Gate %s: %s".formatted(verdict.word(), verdict.summary()));
    }

    private Map<String, String> write(BundleContents bundle) {
        try {
            Path directory = Files.createTempDirectory("bundle");
            try {
                Map<String, String> files = new TreeMap<>();
                for (String name : ModelBundle.write(directory, bundle).keySet()) {
                    try (InputStream content = Files.newInputStream(directory.resolve(name))) {
                        files.put(name, artifacts.put(content).digest().hex());
                    }
                }
                return files;
            } finally {
                FileSystemUtils.deleteRecursively(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write the bundle", e);
        }
    }

    private byte[] stored(String digest) {
        try (InputStream content = artifacts.open(new Digest(digest))) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read artifact " + digest, e);
        }
    }

    /// How everybody did, and what is told of the winner.
    private record Evaluated(Contest.Outcome outcome, Explanations explanations) {}
}
