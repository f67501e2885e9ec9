package dev.flywheel.training.explanation;

import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.training.dataset.LabelledRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Which row gets whose value of a feature: those of whole groups change places where all rows of
/// each group share it, else those of all rows.
final class Permutation {

    private final int[] donors;

    private Permutation(int[] donors) {
        this.donors = donors;
    }

    static Permutation of(int column, List<List<LabelledRow>> groups, SplittableRandom random) {
        int rows = groups.stream().mapToInt(List::size).sum();
        boolean shared = groups.stream().allMatch(group -> isShared(column, group));
        return new Permutation(shared ? ofGroups(groups, rows, random) : shuffled(rows, random));
    }

    private static boolean isShared(int column, List<LabelledRow> group) {
        FeatureRow first = group.getFirst().features();
        return group.stream()
                .map(LabelledRow::features)
                .allMatch(row ->
                        Double.compare(row.number(column), first.number(column)) == 0
                                && Objects.equals(row.category(column), first.category(column)));
    }

    /// Each row of a group gets the value of another group's first row.
    private static int[] ofGroups(
            List<List<LabelledRow>> groups, int rows, SplittableRandom random) {
        int[] starts = new int[groups.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + groups.get(i - 1).size();
        }
        int[] order = shuffled(groups.size(), random);
        int[] donors = new int[rows];
        for (int i = 0; i < starts.length; i++) {
            for (int j = 0; j < groups.get(i).size(); j++) {
                donors[starts[i] + j] = starts[order[i]];
            }
        }
        return donors;
    }

    /// Fisher and Yates' shuffle of 0 to n - 1.
    private static int[] shuffled(int n, SplittableRandom random) {
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    /// The rows with each other's values of that column.
    List<LabelledRow> apply(int column, List<LabelledRow> rows) {
        List<LabelledRow> permuted = new ArrayList<>(rows.size());
        for (int i = 0; i < donors.length; i++) {
            LabelledRow row = rows.get(i);
            permuted.add(
                    new LabelledRow(
                            new Exchanged(row.features(), column, rows.get(donors[i]).features()),
                            row.candidate(),
                            row.label(),
                            row.weight(),
                            row.entity(),
                            row.period()));
        }
        return permuted;
    }

    /// A row with one value of another.
    private record Exchanged(FeatureRow row, int exchanged, FeatureRow donor)
            implements FeatureRow {

        @Override
        public double number(int column) {
            return (column == exchanged ? donor : row).number(column);
        }

        @Override
        public @Nullable String category(int column) {
            return (column == exchanged ? donor : row).category(column);
        }
    }
}
