package dev.flywheel.training.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.gate.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a run's completed steps found out; what no step has come to yet is null or empty. It is
/// enough to go on from the next step.
///
/// @param candidates on the validation part
/// @param evaluations on the test part: the winner, the baselines and the champion, by name
public record Findings(
        @Nullable SnapshotManifest snapshot,
        @Nullable ExpectationReport expectations,
        List<CandidateReport> candidates,
        @Nullable Winner winner,
        Map<String, Map<String, Double>> evaluations,
        @Nullable Verdict verdict,
        Map<String, String> bundle,
        @Nullable Registration registration) {

    public static final Findings NONE =
            new Findings(null, null, List.of(), null, Map.of(), null, Map.of(), null);

    public Findings {
        candidates = List.copyOf(candidates);
        evaluations = Map.copyOf(new TreeMap<>(evaluations));
        bundle = Map.copyOf(bundle);
    }

    /// A candidate, and how it did on the validation part or, with a rolling origin, on its folds.
    ///
    /// @param validation the metrics, or their means over the folds
    /// @param spread the standard deviations over the folds (divided by n - 1); empty without folds
    /// @param folds the metrics of each fold, in order of time; empty without folds
    /// @param threshold the one that costs least there, among the rows as they were sampled; null
    ///   if the pipeline declares no cost
    /// @param seconds that training took, of all folds together
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CandidateReport(
            String trainer,
            Map<String, Object> hyperparameters,
            Map<String, Double> validation,
            Map<String, Double> spread,
            List<Map<String, Double>> folds,
            @Nullable Double threshold,
            double seconds) {

        /// Runs of earlier versions of this service have neither spread nor folds.
        public CandidateReport {
            spread = spread == null ? Map.of() : spread;
            folds = folds == null ? List.of() : folds;
        }

        /// Whether it was tried with these hyperparameters.
        public boolean isOf(Map<String, Object> others) {
            // As text, since JSON does not keep longs apart from ints.
            return new TreeMap<>(hyperparameters)
                    .toString()
                    .equals(new TreeMap<>(others).toString());
        }
    }

    /// The candidate that was chosen, trained again on everything before the test part.
    ///
    /// @param modelDigest equal for equal snapshots and configurations
    /// @param model SHA-256 in the artifact store
    /// @param plan SHA-256 in the artifact store
    /// @param encoder SHA-256 in the artifact store
    /// @param threshold from which probability among the rows as they were sampled the answer is
    ///   yes; null if the pipeline declares no cost
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Winner(
            String trainer,
            Map<String, Object> hyperparameters,
            String modelDigest,
            String model,
            String plan,
            String encoder,
            double seconds,
            @Nullable Double threshold) {}

    /// Where the registry keeps the version.
    ///
    /// @param artifactUri of the registry's run
    /// @param version null until it is created
    public record Registration(
            String registryRunId, String artifactUri, @Nullable Integer version, boolean promoted) {

        public Registration withVersion(int created) {
            return new Registration(registryRunId, artifactUri, created, promoted);
        }

        public Registration withPromoted() {
            return new Registration(registryRunId, artifactUri, version, true);
        }
    }

    /// The SHA-256 of all that it names in this service's area of the artifact store.
    public Set<String> artifacts() {
        Set<String> artifacts = new HashSet<>(bundle.values());
        if (winner != null) {
            artifacts.addAll(List.of(winner.model(), winner.plan(), winner.encoder()));
        }
        return artifacts;
    }

    public Findings withSnapshot(SnapshotManifest made) {
        return new Findings(
                made, expectations, candidates, winner, evaluations, verdict, bundle, registration);
    }

    public Findings withExpectations(ExpectationReport report) {
        return new Findings(
                snapshot, report, candidates, winner, evaluations, verdict, bundle, registration);
    }

    /// With the candidates that were tried so far.
    public Findings withCandidates(List<CandidateReport> tried) {
        return new Findings(
                snapshot, expectations, tried, winner, evaluations, verdict, bundle, registration);
    }

    public Findings withTraining(List<CandidateReport> reports, Winner chosen) {
        return new Findings(
                snapshot,
                expectations,
                reports,
                chosen,
                evaluations,
                verdict,
                bundle,
                registration);
    }

    /// With what the evaluation of the winner gave.
    ///
    /// @param written SHA-256 in the artifact store by file name
    public Findings withEvaluation(
            Map<String, Map<String, Double>> measured,
            Verdict judged,
            Map<String, String> written) {
        return new Findings(
                snapshot,
                expectations,
                candidates,
                winner,
                measured,
                judged,
                written,
                registration);
    }

    public Findings withRegistration(Registration registered) {
        return new Findings(
                snapshot,
                expectations,
                candidates,
                winner,
                evaluations,
                verdict,
                bundle,
                registered);
    }
}
