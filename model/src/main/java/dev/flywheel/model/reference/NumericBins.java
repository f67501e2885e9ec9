package dev.flywheel.model.reference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bins between ascending edges: missing, below the first edge, from each edge to just before the
/// next, the last edge itself, and above it.
public final class NumericBins implements Bins {

    /// How many edges there are at most.
    public static final int MAX_EDGES = 256;

    private final double[] edges;

    @JsonCreator
    NumericBins(@JsonProperty("edges") double[] edges) {
        for (int i = 0; i < edges.length; i++) {
            boolean ascending = i == 0 || edges[i - 1] < edges[i];
            if (!ascending || !Double.isFinite(edges[i])) {
                throw new IllegalArgumentException(
                        "Edges must ascend and be finite: " + Arrays.toString(edges));
            }
        }
        if (edges.length > MAX_EDGES) {
            throw new IllegalArgumentException("More than " + MAX_EDGES + " edges");
        }
        this.edges = edges.clone();
    }

    /// The bins whose edges are evenly spaced quantiles of these values, least and greatest value
    /// included; fewer where values repeat. NaN is left out; infinities count as the greatest
    /// finite numbers.
    public static NumericBins ofQuantiles(double[] values) {
        double[] sorted =
                Arrays.stream(values)
                        .filter(value -> !Double.isNaN(value))
                        .map(value -> Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE))
                        .map(value -> value + 0.0)
                        .sorted()
                        .toArray();
        if (sorted.length == 0) {
            return new NumericBins(new double[0]);
        }
        double[] edges = new double[MAX_EDGES];
        for (int i = 0; i < MAX_EDGES; i++) {
            edges[i] = sorted[(int) ((long) i * (sorted.length - 1) / (MAX_EDGES - 1))];
        }
        return new NumericBins(Arrays.stream(edges).distinct().toArray());
    }

    @JsonProperty
    List<Double> edges() {
        return Arrays.stream(edges).boxed().toList();
    }

    @Override
    public int size() {
        return edges.length + 3;
    }

    @Override
    public int indexOf(@Nullable Object value) {
        return value instanceof Number number ? indexOf(number.doubleValue()) : MISSING;
    }

    /// The bin of a number; NaN is missing.
    public int indexOf(double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        int found = Arrays.binarySearch(edges, value + 0.0);
        if (found >= 0) {
            return found + 2;
        }
        int insertion = -found - 1;
        return insertion == edges.length ? edges.length + 2 : insertion + 1;
    }

    @Override
    public String label(int bin) {
        if (bin == MISSING) {
            return "missing";
        }
        if (edges.length == 0) {
            return "present";
        }
        if (bin == 1) {
            return "< " + edges[0];
        }
        if (bin == edges.length + 2) {
            return "> " + edges[edges.length - 1];
        }
        int edge = bin - 2;
        return edge == edges.length - 1
                ? String.valueOf(edges[edge])
                : edges[edge] + " .. < " + edges[edge + 1];
    }
}
