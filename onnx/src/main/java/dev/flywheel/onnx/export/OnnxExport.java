package dev.flywheel.onnx.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.scoring.ScoringPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A trained model as one ONNX graph: features in by name, the score out.
///
/// Each feature is an input of shape `[rows, 1]`: a number a tensor of doubles in which NaN is
/// missing, a category a tensor of strings in which the empty text is. The one output, `score`, is
/// the served score: the sampling correction and the link are in the graph. All of it is computed
/// in doubles, in another order of summation than the plan's, so scores agree within rounding.
///
/// Weights are looked up by slot, so a graph is about as large as its plan, however many categories
/// there are. Operators are those of ONNX 1.12 (opset 17, ai.onnx.ml 3).
public final class OnnxExport {

    /// The graph's output.
    public static final String SCORE = "score";

    /// What stands for a missing category.
    public static final String MISSING = "";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int ML_OPSET = 3;

    private final Graph graph = new Graph("flywheel");
    private final FeatureEncoder encoder;
    private final ScoringPlan plan;
    private final Weights weights;
    private final Numbers numbers;
    private final Categories categories;

    private OnnxExport(FeatureEncoder encoder, ScoringPlan plan) throws NotExportableException {
        this.encoder = encoder;
        this.plan = plan;
        this.weights = Weights.of(plan);
        this.numbers = new Numbers(encoder);
        this.categories = new Categories(encoder);
    }

    /// The model's bytes: the same for the same arguments.
    ///
    /// @param about what the file says of itself besides, such as which model it is
    /// @throws NotExportableException if ONNX can't express the encoder or the plan
    public static byte[] of(FeatureEncoder encoder, ScoringPlan plan, Map<String, String> about)
            throws NotExportableException {
        return new OnnxExport(encoder, plan).model(about).toByteArray();
    }

    private ModelProto model(Map<String, String> about) {
        score();
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(IR_VERSION)
                        .setProducerName("flywheel")
                        .setGraph(graph.build())
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                        .addOpsetImport(
                                OperatorSetIdProto.newBuilder()
                                        .setDomain(Graph.ML)
                                        .setVersion(ML_OPSET));
        new TreeMap<>(about)
                .forEach((key, value) ->
                        model.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    private void score() {
        Terms linear = new Terms();
        Terms factors = new Terms();
        if (!numbers.isEmpty()) {
            addNumbers(linear, factors);
        }
        if (!categories.isEmpty()) {
            addCategories(linear, factors);
        }
        linear.sums.add(graph.constant(weights.bias() + plan.offset()));
        if (weights.factors() > 0) {
            linear.sums.add(pairs(factors));
        }
        String margin = graph.node("Sum", linear.sums);
        graph.output(
                SCORE,
                switch (plan.link()) {
                    case LOGIT -> graph.node("Sigmoid", margin);
                    case IDENTITY -> margin;
                });
    }

    private void addNumbers(Terms linear, Terms factors) {
        Numbers.Encoded encoded = numbers.encode(graph);
        addNumbers(linear, factors, encoded.values(), numbers.slots());
        addNumbers(linear, factors, encoded.marks(), numbers.markSlots());
    }

    private void addNumbers(Terms linear, Terms factors, String rows, List<Integer> slots) {
        linear.sums.add(product(rows, weights.linear(slots), slots.size()));
        if (weights.factors() > 0) {
            double[] table = weights.factors(slots);
            double[] squared = Arrays.stream(table).map(factor -> factor * factor).toArray();
            factors.sums.add(product(rows, table, slots.size()));
            factors.squares.add(product(graph.node("Mul", rows, rows), squared, slots.size()));
        }
    }

    private String product(String rows, double[] table, int height) {
        return graph.node("MatMul", rows, graph.constant(table, height, table.length / height));
    }

    private void addCategories(Terms linear, Terms factors) {
        String slots = categories.encode(graph);
        List<Integer> all = IntStream.rangeClosed(0, encoder.slots()).boxed().toList();
        linear.sums.add(total(gathered(slots, weights.linear(all))));
        if (weights.factors() > 0) {
            String rows = gathered(slots, weights.factors(all));
            factors.sums.add(total(rows));
            factors.squares.add(total(graph.node("Mul", rows, rows)));
        }
    }

    /// Rows by columns by what the table has of each slot.
    private String gathered(String slots, double[] table) {
        int height = encoder.slots() + 1;
        return graph.node("Gather", graph.constant(table, height, table.length / height), slots);
    }

    private String total(String rows) {
        return graph.node(
                "ReduceSum", List.of(rows, graph.axes(1)), Graph.attribute("keepdims", 0));
    }

    /// Rendle's identity, as in the plan: the square of the sum less the sum of squares.
    private String pairs(Terms factors) {
        String sum = graph.node("Sum", factors.sums);
        String squares = graph.node("Sum", factors.squares);
        String pairs = graph.node("Sub", graph.node("Mul", sum, sum), squares);
        return graph.node("MatMul", pairs, graph.constant(weights.signs(), weights.factors(), 1));
    }

    /// Names of values that are to be added up.
    private static final class Terms {

        private final List<String> sums = new ArrayList<>();
        private final List<String> squares = new ArrayList<>();
    }
}
