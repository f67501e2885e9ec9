package dev.flywheel.monitoring.window;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Everything that is counted about one model version in one window. Mutable; for one thread.
public final class WindowCounts {

    private long predictions;
    private long unknown;
    private long ranked;
    private long profiled;
    private final long[] predictionsByGroup;
    private final long[] latency;
    private final TreeMap<String, FeatureCounts> features;

    public WindowCounts() {
        this(0, 0, 0, 0, new long[Groups.COUNT], new long[Latency.BINS], new TreeMap<>());
    }

    WindowCounts(
            long predictions,
            long unknown,
            long ranked,
            long profiled,
            long[] predictionsByGroup,
            long[] latency,
            Map<String, FeatureCounts> features) {
        this.predictions = predictions;
        this.unknown = unknown;
        this.ranked = ranked;
        this.profiled = profiled;
        this.predictionsByGroup = predictionsByGroup;
        this.latency = latency;
        this.features = new TreeMap<>(features);
    }

    /// Counts one answered request.
    ///
    /// @param warned whether it was answered with a warning, such as an unknown user
    /// @param listSize how many candidates were ranked; 1 for a single prediction
    public void addPrediction(int group, boolean warned, long latencyMicros, int listSize) {
        predictions++;
        ranked += listSize;
        predictionsByGroup[group]++;
        latency[Latency.bin(latencyMicros)]++;
        if (warned) {
            unknown++;
        }
    }

    /// One of the predictions belongs to the population that the reference describes; its features
    /// are counted next.
    public void addProfiled() {
        profiled++;
    }

    /// The counts of a feature, made if there are none yet.
    public FeatureCounts feature(String name, int bins, int cells) {
        return features.computeIfAbsent(name, _ -> FeatureCounts.empty(bins, cells));
    }

    public WindowCounts plus(WindowCounts other) {
        TreeMap<String, FeatureCounts> merged = new TreeMap<>(features);
        other.features.forEach((name, counts) -> merged.merge(name, counts, FeatureCounts::plus));
        return new WindowCounts(
                predictions + other.predictions,
                unknown + other.unknown,
                ranked + other.ranked,
                profiled + other.profiled,
                sum(predictionsByGroup, other.predictionsByGroup),
                sum(latency, other.latency),
                merged);
    }

    public long predictions() {
        return predictions;
    }

    /// How many predictions were answered with a warning.
    public long unknown() {
        return unknown;
    }

    /// How many predictions had their features counted.
    public long profiled() {
        return profiled;
    }

    /// How many candidates were ranked, all predictions together.
    public long ranked() {
        return ranked;
    }

    /// How many candidates a prediction ranks on average; 0 if nothing was predicted.
    public double meanListSize() {
        return predictions == 0 ? 0 : (double) ranked / predictions;
    }

    public long latencyQuantileMicros(double share) {
        return Latency.quantile(latency, share);
    }

    /// By name; in the order of the names.
    public Map<String, FeatureCounts> features() {
        return Collections.unmodifiableMap(features);
    }

    /// How many groups of users made at least one request.
    public int groupsInUse() {
        return (int) Arrays.stream(predictionsByGroup).filter(count -> count > 0).count();
    }

    long[] predictionsByGroup() {
        return predictionsByGroup;
    }

    long[] latency() {
        return latency;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WindowCounts that
                && predictions == that.predictions
                && unknown == that.unknown
                && ranked == that.ranked
                && profiled == that.profiled
                && Arrays.equals(predictionsByGroup, that.predictionsByGroup)
                && Arrays.equals(latency, that.latency)
                && features.equals(that.features);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(predictions) * 31 + features.hashCode();
    }

    @Override
    public String toString() {
        return predictions + " predictions, " + features.size() + " features";
    }

    private static long[] sum(long[] a, long[] b) {
        long[] sum = new long[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }
}
