package dev.flywheel.onnx.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// A graph under construction. Inner names begin with `flywheel/`, so that none is a feature's.
final class Graph {

    static final String ROWS = "rows";
    static final String ML = "ai.onnx.ml";

    private final GraphProto.Builder proto = GraphProto.newBuilder();
    private int names;

    Graph(String name) {
        proto.setName(name);
    }

    GraphProto build() {
        return proto.build();
    }

    /// A column of the rows that are asked about.
    String input(String name, TensorProto.DataType type) {
        proto.addInput(column(name, type));
        return name;
    }

    void output(String name, String value) {
        proto.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
        proto.addOutput(column(name, TensorProto.DataType.DOUBLE));
    }

    /// An operator of ONNX's own.
    String node(String operator, String... inputs) {
        return node(operator, List.of(inputs));
    }

    String node(String operator, List<String> inputs, AttributeProto.Builder... attributes) {
        return add(NodeProto.newBuilder().setOpType(operator), inputs, attributes);
    }

    /// An operator of its part for machine learning.
    String mlNode(String operator, String input, AttributeProto.Builder... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setDomain(ML);
        return add(node, List.of(input), attributes);
    }

    String constant(double value) {
        return constant(new double[] {value}, 1, 1);
    }

    String constant(double[] values, int rows, int columns) {
        ByteBuffer bytes = littleEndian(Double.BYTES * values.length);
        Arrays.stream(values).forEach(bytes::putDouble);
        return constant(TensorProto.DataType.DOUBLE, bytes, rows, columns);
    }

    String constant(boolean[] values) {
        ByteBuffer bytes = littleEndian(values.length);
        for (boolean value : values) {
            bytes.put((byte) (value ? 1 : 0));
        }
        return constant(TensorProto.DataType.BOOL, bytes, 1, values.length);
    }

    /// A list of axes.
    String axes(long axis) {
        return constant(TensorProto.DataType.INT64, littleEndian(Long.BYTES).putLong(axis), 1);
    }

    static AttributeProto.Builder attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value);
    }

    static AttributeProto.Builder attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values);
    }

    static AttributeProto.Builder texts(String name, List<String> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList());
    }

    private String add(
            NodeProto.Builder node, List<String> inputs, AttributeProto.Builder... attributes) {
        String output = next();
        node.addAllInput(inputs).addOutput(output).setName(output);
        Arrays.stream(attributes).forEach(node::addAttribute);
        proto.addNode(node);
        return output;
    }

    private String constant(TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        String name = next();
        proto.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type.getNumber())
                        .addAllDims(Arrays.stream(shape).boxed().toList())
                        .setRawData(ByteString.copyFrom(bytes.flip())));
        return name;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String next() {
        return "flywheel/" + names++;
    }

    private static ValueInfoProto column(String name, TensorProto.DataType type) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder();
        tensor.setElemType(type.getNumber());
        tensor.getShapeBuilder().addDimBuilder().setDimParam(ROWS);
        tensor.getShapeBuilder().addDimBuilder().setDimValue(1);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
