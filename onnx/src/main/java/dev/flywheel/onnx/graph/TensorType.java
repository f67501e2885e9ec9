package dev.flywheel.onnx.graph;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A tensor that goes into a graph or comes out of it.
///
/// @param shape its dimensions; [#ANY] where the graph leaves one open
public record TensorType(DataType element, List<Long> shape) {

    public static final long ANY = -1;

    public TensorType {
        shape = List.copyOf(shape);
    }

    /// Empty for what is no tensor, such as a sequence of maps.
    static Optional<TensorType> of(TypeProto type) {
        if (!type.hasTensorType()) {
            return Optional.empty();
        }
        DataType element = DataType.forNumber(type.getTensorType().getElemType());
        return Optional.of(
                new TensorType(
                        element == null ? DataType.UNDEFINED : element,
                        type.getTensorType().getShape().getDimList().stream()
                                .map(TensorType::size)
                                .toList()));
    }

    private static long size(TensorShapeProto.Dimension dimension) {
        return dimension.hasDimValue() && dimension.getDimValue() > 0
                ? dimension.getDimValue()
                : ANY;
    }

    /// Whether one row of that many columns fits, as `[rows, columns]` or, of one column, as
    /// `[rows]`.
    public boolean takesRowOf(int columns) {
        boolean oneRow = !shape.isEmpty() && fits(0, 1);
        return switch (shape.size()) {
            case 1 -> oneRow && columns == 1;
            case 2 -> oneRow && fits(1, columns);
            default -> false;
        };
    }

    private boolean fits(int dimension, long size) {
        return shape.get(dimension) == ANY || shape.get(dimension) == size;
    }

    @Override
    public String toString() {
        List<String> sizes =
                shape.stream().map(size -> size == ANY ? "?" : size.toString()).toList();
        return "%s[%s]"
                .formatted(element.name().toLowerCase(Locale.ROOT), String.join(", ", sizes));
    }
}
