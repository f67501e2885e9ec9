package dev.flywheel.onnx.scoring;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.flywheel.model.bundle.OnnxSchema;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.graph.TensorType;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One input of a graph: which columns of a row it is made of, as tensors of which type.
final class Binding {

    private static final Set<DataType> NUMBERS =
            Set.of(DataType.FLOAT, DataType.DOUBLE, DataType.INT32, DataType.INT64);

    private final String input;
    private final DataType element;
    private final long[] shape;
    private final int[] columns;
    private final @Nullable Object[] missing;

    /// @throws GraphRefusedException if those features can't be that tensor
    Binding(OnnxSchema.Input input, TensorType type, List<OnnxSchema.Feature> features) {
        this.input = input.name();
        this.element = type.element();
        int width = input.features().size();
        if (width == 0 || !type.takesRowOf(width)) {
            throw new GraphRefusedException(
                    "The input '%s' is %s and the schema gives it %d features, which doesn't fit"
                            .formatted(input.name(), type, width));
        }
        this.shape = type.shape().size() == 1 ? new long[] {1} : new long[] {1, width};
        this.columns = input.features().stream().mapToInt(name -> index(name, features)).toArray();
        this.missing = Arrays.stream(columns).mapToObj(i -> features.get(i).missing()).toArray();
        Arrays.stream(columns).forEach(i -> requireFit(features.get(i)));
    }

    String input() {
        return input;
    }

    /// A tensor of one row; the caller closes it.
    OnnxTensor tensor(OrtEnvironment environment, FeatureRow row) throws OrtException {
        return switch (element) {
            case STRING -> OnnxTensor.createTensor(environment, texts(row), shape);
            case DOUBLE ->
                    OnnxTensor.createTensor(environment, DoubleBuffer.wrap(numbers(row)), shape);
            case FLOAT -> OnnxTensor.createTensor(environment, floats(numbers(row)), shape);
            case INT64 -> OnnxTensor.createTensor(environment, longs(numbers(row)), shape);
            case INT32 -> OnnxTensor.createTensor(environment, ints(numbers(row)), shape);
            default -> throw new IllegalStateException("An input of " + element);
        };
    }

    private double[] numbers(FeatureRow row) {
        double[] numbers = new double[columns.length];
        for (int i = 0; i < numbers.length; i++) {
            double value = row.number(columns[i]);
            numbers[i] =
                    Double.isNaN(value) && missing[i] instanceof Number standIn
                            ? standIn.doubleValue()
                            : value;
        }
        return numbers;
    }

    private String[] texts(FeatureRow row) {
        return IntStream.range(0, columns.length)
                .mapToObj(i -> {
                    String value = row.category(columns[i]);
                    return value != null ? value : missing[i] == null ? "" : "" + missing[i];
                })
                .toArray(String[]::new);
    }

    private static FloatBuffer floats(double[] numbers) {
        FloatBuffer buffer = FloatBuffer.allocate(numbers.length);
        Arrays.stream(numbers).forEach(number -> buffer.put((float) number));
        return buffer.flip();
    }

    private static LongBuffer longs(double[] numbers) {
        return LongBuffer.wrap(Arrays.stream(numbers).mapToLong(Math::round).toArray());
    }

    private static IntBuffer ints(double[] numbers) {
        return IntBuffer.wrap(
                Arrays.stream(numbers).mapToInt(number -> (int) Math.round(number)).toArray());
    }

    private int index(String name, List<OnnxSchema.Feature> features) {
        return IntStream.range(0, features.size())
                .filter(i -> features.get(i).name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new GraphRefusedException(
                                "The schema makes the input '%s' of '%s', which is no feature of the pipeline; there are %s"
                                        .formatted(
                                                input,
                                                name,
                                                features.stream()
                                                        .map(OnnxSchema.Feature::name)
                                                        .toList())));
    }

    private void requireFit(OnnxSchema.Feature feature) {
        boolean numeric = feature.type() == Column.Type.NUMERIC;
        if (numeric ? !NUMBERS.contains(element) : element != DataType.STRING) {
            throw new GraphRefusedException(
                    "The feature '%s' is %s, and the input '%s' takes %s"
                            .formatted(
                                    feature.name(),
                                    numeric ? "a number" : "a category",
                                    input,
                                    element));
        }
        boolean whole = element == DataType.INT32 || element == DataType.INT64;
        if (whole && !(feature.missing() instanceof Number)) {
            throw new GraphRefusedException(
                    "The input '%s' takes whole numbers, which have none for a missing value: say under `missing` what '%s' counts as then"
                            .formatted(input, feature.name()));
        }
    }
}
