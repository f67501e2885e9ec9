package dev.flywheel.training.scoring;

import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.RankedList;
import dev.flywheel.training.evaluation.ScoredRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Evaluates contestants on one part of a snapshot, all in the same pass over its rows and lists.
///
/// Lists are scored by several threads, and taken in their own order again, so that the outcome
/// does not depend on how many threads there are.
public final class PartEvaluator {

    private final SnapshotDatabase snapshot;
    private final Set<Part> part;
    private final int threads;
    private final Runnable meanwhile;

    /// @param meanwhile called between batches; what it throws ends the evaluation
    public PartEvaluator(SnapshotDatabase snapshot, Part part, int threads, Runnable meanwhile) {
        this.snapshot = snapshot;
        this.part = Set.of(part);
        this.threads = threads;
        this.meanwhile = meanwhile;
    }

    /// Evaluates them.
    ///
    /// @param audience sees every list, in order, with the margins of the first contestant
    public <K> Map<K, Evaluation> evaluate(Map<K, Contestant> contestants, Audience audience) {
        List<Contestant> order = List.copyOf(contestants.values());
        List<ScoredRows> rows = rows(order);
        List<List<RankedList>> lists = lists(order, audience);
        Map<K, Evaluation> evaluations = new LinkedHashMap<>();
        int i = 0;
        for (K name : contestants.keySet()) {
            evaluations.put(name, new Evaluation(rows.get(i), lists.get(i)));
            i++;
        }
        return evaluations;
    }

    private List<ScoredRows> rows(List<Contestant> contestants) {
        List<ToDoubleFunction<LabelledRow>> margins =
                contestants.stream().map(Contestant::margins).toList();
        List<Probabilities> probabilities =
                contestants.stream().map(_ -> new Probabilities()).toList();
        snapshot.eachRow(
                part,
                row -> {
                    for (int i = 0; i < margins.size(); i++) {
                        double margin = margins.get(i).applyAsDouble(row);
                        probabilities.get(i).add(ScoringPlan.sigmoid(margin), row.positive());
                    }
                });
        return probabilities.stream().map(Probabilities::scored).toList();
    }

    private List<List<RankedList>> lists(List<Contestant> contestants, Audience audience) {
        List<List<RankedList>> ranked = new ArrayList<>();
        contestants.forEach(_ -> ranked.add(new ArrayList<>()));
        try (OrderedBatches<EvaluationList, Scored> batches =
                new OrderedBatches<>(
                        threads,
                        batch -> score(batch, contestants),
                        scored -> {
                            for (int i = 0; i < ranked.size(); i++) {
                                ranked.get(i).add(scored.ranked()[i]);
                            }
                            audience.see(scored.list(), scored.firstMargins());
                        })) {
            snapshot.eachList(
                    part,
                    list -> {
                        if (batches.add(list)) {
                            meanwhile.run();
                        }
                    });
            batches.finish();
        }
        return ranked;
    }

    private static List<Scored> score(List<EvaluationList> lists, List<Contestant> contestants) {
        List<ToDoubleFunction<LabelledRow>> margins =
                contestants.stream().map(Contestant::margins).toList();
        List<Scored> scored = new ArrayList<>(lists.size());
        for (EvaluationList list : lists) {
            boolean[] positives = list.positives();
            RankedList[] ranked = new RankedList[margins.size()];
            double[] first = new double[0];
            for (int i = 0; i < ranked.length; i++) {
                double[] scores = list.candidates().stream().mapToDouble(margins.get(i)).toArray();
                first = i == 0 ? scores : first;
                ranked[i] = RankedList.of(scores, positives);
            }
            scored.add(new Scored(list, ranked, first));
        }
        return scored;
    }

    /// Sees the lists go by.
    @FunctionalInterface
    public interface Audience {

        Audience NONE = (_, _) -> {};

        /// Sees the next list.
        ///
        /// @param margins of the first contestant, one a candidate
        void see(EvaluationList list, double[] margins);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Scored(EvaluationList list, RankedList[] ranked, double[] firstMargins) {}
}
