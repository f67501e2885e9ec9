package dev.flywheel.monitoring.profile;

import dev.flywheel.model.reference.Bins;
import dev.flywheel.model.reference.CategoricalBins;
import dev.flywheel.model.reference.NumericBins;
import dev.flywheel.model.reference.Profile;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A feature as a version's reference describes it, with the cells in which its drift is measured.
///
/// @param cells in which distances are measured
/// @param display in which the distribution is shown
/// @param reference the reference's rows by bin
/// @param referenceCells the same by cell
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FeatureProfile(
        String name,
        Bins bins,
        Watch watch,
        Cells cells,
        Cells display,
        long[] reference,
        long[] referenceCells) {

    /// A categorical feature whose most frequent 50 values hold less than this share of the
    /// reference is an identifier.
    static final double IDENTIFIER = 0.05;

    /// The profile of a feature.
    ///
    /// @param cumulative whether the feature is an all-time count
    public static FeatureProfile of(String name, Profile profile, boolean cumulative) {
        Bins bins = profile.bins();
        long[] reference = profile.countArray();
        Cells display =
                switch (bins) {
                    case NumericBins _ -> Cells.quantiles(reference, Bins.MISSING, Cells.NUMERIC);
                    case CategoricalBins _ -> Cells.each(bins.size());
                };
        boolean missingOnly = cumulative || isIdentifier(bins, reference);
        Cells cells = missingOnly ? Cells.presence(bins.size(), Bins.MISSING) : display;
        return new FeatureProfile(
                name,
                bins,
                missingOnly ? Watch.MISSING : Watch.DISTRIBUTION,
                cells,
                display,
                reference,
                cells.merge(reference));
    }

    /// What a display cell holds, for people.
    public String displayLabel(int cell) {
        int[] held = held(cell);
        String first = bins.label(held[0]);
        return held.length == 1 ? first : first + " to " + bins.label(held[held.length - 1]);
    }

    private int[] held(int cell) {
        return IntStream.range(0, display.ofBin().length)
                .filter(bin -> display.ofBin()[bin] == cell)
                .toArray();
    }

    public boolean numeric() {
        return bins instanceof NumericBins;
    }

    private static boolean isIdentifier(Bins bins, long[] reference) {
        if (bins instanceof NumericBins || bins.size() < CategoricalBins.TOP + 3) {
            return false;
        }
        long rows = Arrays.stream(reference).sum();
        long top = Arrays.stream(reference, 1, CategoricalBins.TOP + 1).sum();
        return top < IDENTIFIER * rows;
    }
}
