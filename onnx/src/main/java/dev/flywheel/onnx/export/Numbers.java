package dev.flywheel.onnx.export;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FittedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The numeric columns of an encoder, side by side: what is done to one of them is done to all,
/// each with limits of its own.
final class Numbers {

    private final List<Integer> slots = new ArrayList<>();
    private final List<Integer> markSlots = new ArrayList<>();
    private final List<FittedColumn> columns = new ArrayList<>();

    Numbers(FeatureEncoder encoder) {
        for (int i = 0; i < encoder.fitted().size(); i++) {
            FittedColumn column = encoder.fitted().get(i);
            switch (column) {
                case FittedColumn.Numeric _, FittedColumn.Raw _ -> add(column, encoder, i);
                case FittedColumn.Categorical _, FittedColumn.Hashed _ -> {}
            }
        }
    }

    private void add(FittedColumn column, FeatureEncoder encoder, int i) {
        int slot = encoder.firstSlot(i);
        columns.add(column);
        slots.add(slot);
        markSlots.add(column.marksMissing() ? slot + 1 : encoder.slots());
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /// The slot of each column's number.
    List<Integer> slots() {
        return slots;
    }

    /// The slot that tells that it was missing; one behind the last where nothing tells it.
    List<Integer> markSlots() {
        return markSlots;
    }

    /// The columns' values, rows by columns, and which of them are missing.
    Encoded encode(Graph graph) {
        List<String> inputs =
                columns.stream()
                        .map(column -> graph.input(column.name(), TensorProto.DataType.DOUBLE))
                        .toList();
        String raw = graph.node("Concat", inputs, Graph.attribute("axis", 1));
        String missing = graph.node("IsNaN", raw);
        Fits fits = new Fits(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            fits.set(i, columns.get(i));
        }
        String clipped = clamp(graph, raw, fits.low, fits.high);
        String transformed = transform(graph, clipped, fits);
        String centred = graph.node("Sub", transformed, row(graph, fits.mean));
        String scaled = graph.node("Div", centred, row(graph, fits.sd));
        String capped = clamp(graph, scaled, negated(fits.cap), fits.cap);
        String encoded = graph.node("Where", missing, row(graph, fits.missing), capped);
        String marks =
                graph.node(
                        "Cast",
                        List.of(missing),
                        Graph.attribute("to", TensorProto.DataType.DOUBLE.getNumber()));
        return new Encoded(encoded, marks);
    }

    private static String transform(Graph graph, String value, Fits fits) {
        String positive = graph.node("Max", value, graph.constant(0));
        String logarithm = graph.node("Log", graph.node("Add", positive, graph.constant(1)));
        return graph.node("Where", graph.constant(fits.log), logarithm, value);
    }

    private static String clamp(Graph graph, String value, double[] low, double[] high) {
        return graph.node("Min", graph.node("Max", value, row(graph, low)), row(graph, high));
    }

    private static String row(Graph graph, double[] values) {
        return graph.constant(values, 1, values.length);
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /// Names of values in the graph.
    record Encoded(String values, String marks) {}

    /// What each column is fitted with.
    private static final class Fits {

        private final double[] low;
        private final double[] high;
        private final boolean[] log;
        private final double[] mean;
        private final double[] sd;
        private final double[] cap;
        private final double[] missing;

        Fits(int columns) {
            low = filled(columns, Double.NEGATIVE_INFINITY);
            high = filled(columns, Double.POSITIVE_INFINITY);
            log = new boolean[columns];
            mean = new double[columns];
            sd = filled(columns, 1);
            cap = filled(columns, Double.POSITIVE_INFINITY);
            missing = new double[columns];
        }

        void set(int i, FittedColumn column) {
            switch (column) {
                case FittedColumn.Numeric numeric -> set(i, numeric);
                case FittedColumn.Raw raw -> set(i, raw);
                case FittedColumn.Categorical _, FittedColumn.Hashed _ ->
                        throw new IllegalStateException(column.name() + " is no number");
            }
        }

        private void set(int i, FittedColumn.Numeric column) {
            missing[i] = column.missing();
            if (column.sd() == 0) {
                // It was constant, and tells nothing whatever it is.
                low[i] = 0;
                high[i] = 0;
                return;
            }
            low[i] = column.low() == null ? low[i] : column.low();
            high[i] = column.high() == null ? high[i] : column.high();
            log[i] = column.transform() == FittedColumn.Transform.LOG1P;
            mean[i] = column.mean();
            sd[i] = column.sd();
            cap[i] = FittedColumn.Numeric.CAP;
        }

        private void set(int i, FittedColumn.Raw column) {
            missing[i] = column.missing() == null ? 0 : column.missing();
            low[i] = column.low() == null ? -Float.MAX_VALUE : column.low();
            high[i] = column.high() == null ? Float.MAX_VALUE : column.high();
        }

        private static double[] filled(int size, double value) {
            double[] values = new double[size];
            Arrays.fill(values, value);
            return values;
        }
    }
}
