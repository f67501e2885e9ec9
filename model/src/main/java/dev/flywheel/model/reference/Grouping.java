package dev.flywheel.model.reference;

import java.util.Arrays;

/// Neighbouring bins taken together, so that a distance is not noise: 256 bins of a window of 1,000
/// rows differ by chance alone.
///
/// The groups of a numeric profile are about ten of equal share in the reference (the deciles that
/// the population stability index is defined on), and always missing, below and above for
/// themselves. A categorical profile is not grouped.
public final class Grouping {

    private static final int GROUPS = 10;

    private final int[] groups;
    private final int size;

    private Grouping(int[] groups) {
        this.groups = groups;
        this.size = Arrays.stream(groups).max().orElse(-1) + 1;
    }

    public static Grouping of(Profile reference) {
        return switch (reference.bins()) {
            case NumericBins _ -> new Grouping(byShare(reference.countArray()));
            case CategoricalBins bins -> {
                int[] each = new int[bins.size()];
                Arrays.setAll(each, i -> i);
                yield new Grouping(each);
            }
        };
    }

    /// How many groups there are.
    public int size() {
        return size;
    }

    /// The counts by group.
    public long[] apply(long[] counts) {
        long[] grouped = new long[size];
        for (int i = 0; i < counts.length; i++) {
            grouped[groups[i]] += counts[i];
        }
        return grouped;
    }

    private static int[] byShare(long[] counts) {
        int inner = counts.length - 1;
        long total = Arrays.stream(counts, 2, inner).sum();
        int[] groups = new int[counts.length];
        groups[1] = 1;
        int group = 2;
        long inGroup = 0;
        for (int i = 2; i < inner; i++) {
            if (inGroup > 0 && startsNext(inGroup, counts[i], total)) {
                group++;
                inGroup = 0;
            }
            groups[i] = group;
            inGroup += counts[i];
        }
        groups[inner] = inner > 2 ? group + 1 : 2;
        return groups;
    }

    /// Whether the next bin would take the group further from its equal share than it is now.
    private static boolean startsNext(long inGroup, long next, long total) {
        double share = (double) total / GROUPS;
        return Math.abs(inGroup + next - share) > Math.abs(inGroup - share);
    }
}
