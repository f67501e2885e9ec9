package dev.flywheel.training.scoring;

import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.RankedList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Evaluates contestants on one part of a snapshot, all in the same pass over its rows and lists.
///
/// Lists are scored by several threads, and taken in their own order again, so that the outcome
/// does not depend on how many threads there are.
public final class PartEvaluator {

    private final SnapshotDatabase snapshot;
    private final Selection selection;
    private final Task task;
    private final int threads;
    private final Runnable meanwhile;

    /// @param selection the part, and whose scores are ranked by period
    /// @param meanwhile called between batches; what it throws ends the evaluation
    public PartEvaluator(
            SnapshotDatabase snapshot,
            Selection selection,
            Task task,
            int threads,
            Runnable meanwhile) {
        this.task = task;
        this.snapshot = snapshot;
        this.selection = selection;
        this.threads = threads;
        this.meanwhile = meanwhile;
    }

    /// The same over another snapshot of the same rows.
    public PartEvaluator over(SnapshotDatabase other) {
        return new PartEvaluator(other, selection, task, threads, meanwhile);
    }

    /// Evaluates them.
    ///
    /// @param audience sees every row and every list, in order, with the first contestant's margins
    public <K> Map<K, Evaluation> evaluate(Map<K, Contestant> contestants, Audience audience) {
        List<Contestant> order = List.copyOf(contestants.values());
        List<Answers> rows = rows(order, audience);
        List<List<RankedList>> lists = lists(order, audience);
        Map<K, Evaluation> evaluations = new LinkedHashMap<>();
        int i = 0;
        for (K name : contestants.keySet()) {
            evaluations.put(name, rows.get(i).evaluation(lists.get(i)));
            i++;
        }
        return evaluations;
    }

    private List<Answers> rows(List<Contestant> contestants, Audience audience) {
        List<ToDoubleFunction<LabelledRow>> margins =
                contestants.stream().map(Contestant::margins).toList();
        List<Answers> answers = contestants.stream().map(_ -> new Answers(task)).toList();
        snapshot.eachRow(
                selection,
                row -> {
                    for (int i = 0; i < margins.size(); i++) {
                        double margin = margins.get(i).applyAsDouble(row);
                        answers.get(i).add(row, margin);
                        if (i == 0) {
                            audience.see(row, margin);
                        }
                    }
                });
        return answers;
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
                    selection,
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

    /// Sees rows and lists go by.
    @FunctionalInterface
    public interface Audience {

        Audience NONE = (_, _) -> {};

        /// Several that see the same, in their order.
        static Audience of(List<Audience> several) {
            return new Audience() {
                @Override
                public void see(LabelledRow row, double margin) {
                    several.forEach(each -> each.see(row, margin));
                }

                @Override
                public void see(EvaluationList list, double[] margins) {
                    several.forEach(each -> each.see(list, margins));
                }
            };
        }

        /// Sees the next row, with the margin of the first contestant.
        default void see(LabelledRow row, double margin) {}

        /// Sees the next list.
        ///
        /// @param margins of the first contestant, one a candidate
        void see(EvaluationList list, double[] margins);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Scored(EvaluationList list, RankedList[] ranked, double[] firstMargins) {}
}
