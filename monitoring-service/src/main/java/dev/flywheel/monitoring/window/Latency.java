package dev.flywheel.monitoring.window;

/// Counts of latencies in bins that grow by a quarter of a power of two, so a quantile is at most
/// 19 % too high.
final class Latency {

    static final int BINS = 100;

    private Latency() {}

    static int bin(long micros) {
        double quarters = 4 * Math.log((double) Math.max(1, micros)) / Math.log(2);
        return Math.min(BINS - 1, (int) Math.ceil(quarters));
    }

    /// The upper edge, in microseconds, of the bin in which that share of the counts is reached; 0
    /// if nothing was counted.
    static long quantile(long[] bins, double share) {
        long total = 0;
        for (long count : bins) {
            total += count;
        }
        long reached = 0;
        for (int bin = 0; bin < bins.length; bin++) {
            reached += bins[bin];
            if (reached > 0 && reached >= share * total) {
                return Math.round(Math.pow(2, bin / 4.0));
            }
        }
        return 0;
    }
}
