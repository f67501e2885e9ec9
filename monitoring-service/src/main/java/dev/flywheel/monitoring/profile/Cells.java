package dev.flywheel.monitoring.profile;

import java.util.Arrays;

/// A coarser partition of a feature's bins, in which distances are measured.
///
/// 256 bins show a histogram well and measure a distance badly: under no drift the expected PSI is
/// about `(cells - 1) (1/n + 1/m)`, so with 1,000 rows 256 bins give 0.26 where 10 give 0.01. Each
/// cell is a run of neighbouring bins with about the same share of the reference.
///
/// @param ofBin the cell of each bin
/// @param count how many cells there are
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look inside
public record Cells(int[] ofBin, int count) {

    /// Of a numeric feature: the deciles that scorecards have always used.
    public static final int NUMERIC = 10;

    /// Cells of about equal reference share over ordered bins; `missing` has a cell of its own, the
    /// last. A bin is never split, so heavy ties give fewer cells; what lies below or above all of
    /// the reference counts with the outermost cells.
    ///
    /// @param reference rows in each bin
    /// @param missing index of the bin of missing values
    public static Cells quantiles(long[] reference, int missing, int wanted) {
        long total = Arrays.stream(reference).sum() - reference[missing];
        int[] ofBin = new int[reference.length];
        int cell = 0;
        long inCell = 0;
        long left = total;
        for (int bin = 0; bin < reference.length; bin++) {
            if (bin == missing) {
                continue;
            }
            // A cell that hardly a reference row falls into would blow up every distance.
            if (inCell > 0 && inCell * wanted >= total && left * 2 * wanted >= total) {
                cell++;
                inCell = 0;
            }
            ofBin[bin] = cell;
            inCell += reference[bin];
            left -= reference[bin];
        }
        ofBin[missing] = cell + 1;
        return new Cells(ofBin, cell + 2);
    }

    /// One cell a bin.
    public static Cells each(int bins) {
        int[] ofBin = new int[bins];
        Arrays.setAll(ofBin, bin -> bin);
        return new Cells(ofBin, bins);
    }

    /// Two cells: there, and missing.
    public static Cells presence(int bins, int missing) {
        int[] ofBin = new int[bins];
        ofBin[missing] = 1;
        return new Cells(ofBin, 2);
    }

    /// The rows in each cell.
    public long[] merge(long[] bins) {
        long[] cells = new long[count];
        for (int bin = 0; bin < bins.length; bin++) {
            cells[ofBin[bin]] += bins[bin];
        }
        return cells;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cells(int[] otherBins, int otherCount)
                && count == otherCount
                && Arrays.equals(ofBin, otherBins);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ofBin);
    }

    @Override
    public String toString() {
        return count + " cells of " + ofBin.length + " bins";
    }
}
