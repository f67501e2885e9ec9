package dev.flywheel.monitoring.window;

import java.util.Arrays;

/// The rows of one feature in one window: by bin, and by group and cell.
///
/// @param bins rows in each of the reference's bins
/// @param groups rows by group of users, then by cell
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look inside
public record FeatureCounts(long[] bins, long[][] groups) {

    public static FeatureCounts empty(int bins, int cells) {
        return new FeatureCounts(new long[bins], new long[Groups.COUNT][cells]);
    }

    public void add(int group, int bin, int cell) {
        bins[bin]++;
        groups[group][cell]++;
    }

    public FeatureCounts plus(FeatureCounts other) {
        FeatureCounts sum = empty(bins.length, groups[0].length);
        Arrays.setAll(sum.bins, bin -> bins[bin] + other.bins[bin]);
        for (int group = 0; group < Groups.COUNT; group++) {
            for (int cell = 0; cell < sum.groups[group].length; cell++) {
                sum.groups[group][cell] = groups[group][cell] + other.groups[group][cell];
            }
        }
        return sum;
    }

    public long rows() {
        return Arrays.stream(bins).sum();
    }

    /// Rows by cell, over all groups.
    public long[] cells() {
        long[] cells = new long[groups[0].length];
        for (long[] group : groups) {
            for (int cell = 0; cell < cells.length; cell++) {
                cells[cell] += group[cell];
            }
        }
        return cells;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureCounts(long[] otherBins, long[][] otherGroups)
                && Arrays.equals(bins, otherBins)
                && Arrays.deepEquals(groups, otherGroups);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bins);
    }

    @Override
    public String toString() {
        return Arrays.toString(bins);
    }
}
