package dev.flywheel.onnx.export;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FittedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// The categorical columns of an encoder: each text becomes the slot that it has, or the one behind
/// the last, which weighs nothing, if training didn't see it.
final class Categories {

    private final FeatureEncoder encoder;
    private final List<Integer> columns = new ArrayList<>();

    Categories(FeatureEncoder encoder) throws NotExportableException {
        this.encoder = encoder;
        for (int i = 0; i < encoder.fitted().size(); i++) {
            switch (encoder.fitted().get(i)) {
                case FittedColumn.Categorical column -> {
                    requireNoEmptyText(column);
                    columns.add(i);
                }
                case FittedColumn.Hashed column ->
                        throw new NotExportableException(
                                ("the categories of '%s' are hashed into buckets, and ONNX has no"
                                                + " operator for that hash; without `buckets` it"
                                                + " could be exported")
                                        .formatted(column.name()));
                case FittedColumn.Numeric _, FittedColumn.Raw _ -> {}
            }
        }
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /// The slots of each row's categories, rows by columns.
    String encode(Graph graph) {
        List<String> slots = new ArrayList<>();
        for (int i : columns) {
            slots.add(encode(graph, (FittedColumn.Categorical) encoder.fitted().get(i), i));
        }
        return graph.node("Concat", slots, Graph.attribute("axis", 1));
    }

    private String encode(Graph graph, FittedColumn.Categorical column, int i) {
        int first = encoder.firstSlot(i);
        List<String> texts = new ArrayList<>(column.vocabulary());
        List<Long> slots =
                new ArrayList<>(
                        LongStream.range(first, (long) first + texts.size()).boxed().toList());
        texts.add(OnnxExport.MISSING);
        slots.add((long) missingSlot(column, first));
        return graph.mlNode(
                "LabelEncoder",
                graph.input(column.name(), TensorProto.DataType.STRING),
                Graph.texts("keys_strings", texts),
                Graph.attribute("values_int64s", slots),
                Graph.attribute("default_int64", encoder.slots()));
    }

    private int missingSlot(FittedColumn.Categorical column, int first) {
        String standIn = column.missing();
        if (standIn != null) {
            int place = column.vocabulary().indexOf(standIn);
            return place < 0 ? encoder.slots() : first + place;
        }
        return column.marksMissing() ? first + column.width() - 1 : encoder.slots();
    }

    /// ONNX has no text that is missing, so the empty one stands for it.
    private static void requireNoEmptyText(FittedColumn.Categorical column)
            throws NotExportableException {
        if (column.vocabulary().contains(OnnxExport.MISSING)) {
            throw new NotExportableException(
                    ("'%s' has the empty text among its categories, which in a graph stands for a"
                                    + " missing value")
                            .formatted(column.name()));
        }
    }
}
