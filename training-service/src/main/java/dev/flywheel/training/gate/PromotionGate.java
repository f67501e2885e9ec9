package dev.flywheel.training.gate;

import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Gate.Baseline;
import dev.flywheel.pipeline.spec.Gate.Requirement;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges a candidate by what its pipeline demands. It does not stop at the first failure, so that
/// the verdict tells everything.
public final class PromotionGate {

    private final Gate gate;
    private final long seed;

    /// @param seed of the bootstrap's samples
    public PromotionGate(Gate gate, long seed) {
        this.gate = gate;
        this.seed = seed;
    }

    /// Judges a candidate on the test part.
    ///
    /// @param baselines on the same part
    public Verdict judge(
            Evaluation candidate, Map<Baseline, Evaluation> baselines, Champion champion) {
        List<Verdict.Reason> reasons = new ArrayList<>();
        for (Requirement requirement : gate.require()) {
            reasons.add(judge(requirement, candidate, baselines));
        }
        Gate.AgainstChampion against = gate.againstChampion();
        if (against != null) {
            reasons.add(judge(against, candidate, champion));
        }
        return new Verdict(reasons);
    }

    private static Verdict.Reason judge(
            Requirement requirement, Evaluation candidate, Map<Baseline, Evaluation> baselines) {
        Metric metric = requirement.metric();
        double value = candidate.value(metric);
        return switch (requirement) {
            case Requirement.AtLeast(_, double least) ->
                    new Verdict.Reason(
                            metric + " at least " + least,
                            value >= least,
                            "%s is %s, at least %s is asked for"
                                    .formatted(metric, shown(value), least));
            case Requirement.AtMost(_, double most) ->
                    new Verdict.Reason(
                            metric + " at most " + most,
                            value <= most,
                            "%s is %s, at most %s is asked for"
                                    .formatted(metric, shown(value), most));
            case Requirement.BetterThan(_, Baseline baseline) ->
                    betterThan(metric, value, baseline, baselines.get(baseline));
        };
    }

    private static Verdict.Reason betterThan(
            Metric metric, double value, Baseline baseline, @Nullable Evaluation evaluation) {
        String name = baseline.name().toLowerCase(Locale.ROOT);
        double other = evaluation == null ? Double.NaN : evaluation.value(metric);
        if (evaluation == null) {
            return new Verdict.Reason(
                    metric + " better than " + name,
                    false,
                    name + " can't be measured on a label without candidates");
        }
        boolean better = metric.lowerIsBetter() ? value < other : value > other;
        return new Verdict.Reason(
                metric + " better than " + name,
                better,
                "%s is %s, %s reaches %s".formatted(metric, shown(value), name, shown(other)));
    }

    private Verdict.Reason judge(
            Gate.AgainstChampion against, Evaluation candidate, Champion champion) {
        Metric metric = against.metric();
        String requirement = metric + " better than the champion";
        return switch (champion) {
            case Champion.None() ->
                    new Verdict.Reason(requirement, true, "there is no champion to beat");
            case Champion.Incomparable(int version, String why) ->
                    new Verdict.Reason(
                            requirement,
                            false,
                            "champion %d can't be compared: %s; promote by force to replace it"
                                    .formatted(version, why));
            case Champion.Evaluated(int version, Evaluation evaluation) -> {
                PairedBootstrap.Comparison found =
                        new PairedBootstrap(seed).compare(candidate, evaluation, metric);
                String text =
                        "%s is %s, champion %d reaches %s on the same rows; better in %s of the bootstrap samples, %s is asked for"
                                .formatted(
                                        metric,
                                        shown(found.challenger()),
                                        version,
                                        shown(found.champion()),
                                        shown(found.confidence()),
                                        against.confidence());
                yield new Verdict.Reason(
                        requirement, found.confidence() >= against.confidence(), text);
            }
        };
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
