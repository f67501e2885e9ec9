package dev.flywheel.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;

/// A small classifier as converters of other libraries write them: floats in one input, a category
/// in another, both classes' probabilities out.
///
/// Its positive probability is the sigmoid of `0.5 * price - 2 * clicks + weight`, where the weight
/// is 1 for the category "A" and 0 for any other.
public final class Classifiers {

    private Classifiers() {}

    public static byte[] bytes() {
        return model().build().toByteArray();
    }

    public static double probability(double price, double clicks, String category) {
        double odds = 0.5 * price - 2 * clicks + (category.equals("A") ? 1 : 0);
        return 1 / (1 + Math.exp(-odds));
    }

    public static ModelProto.Builder model() {
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setProducerName("test");
        model.addOpsetImportBuilder().setVersion(17);
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3));
        GraphProto.Builder graph = model.getGraphBuilder().setName("classifier");
        graph.addInput(value("X", DataType.FLOAT, 2));
        graph.addInput(value("item", DataType.STRING, 1));
        graph.addInitializer(floats("W", List.of(2L, 1L), 0.5f, -2));
        graph.addInitializer(floats("one", List.of(1L, 1L), 1));
        graph.addNode(node("MatMul", "linear", "X", "W"));
        graph.addNode(
                node("LabelEncoder", "weight", "item")
                        .setDomain("ai.onnx.ml")
                        .addAttribute(
                                attribute("keys_strings", AttributeProto.AttributeType.STRINGS)
                                        .addStrings(ByteString.copyFromUtf8("A")))
                        .addAttribute(
                                attribute("values_floats", AttributeProto.AttributeType.FLOATS)
                                        .addFloats(1))
                        .addAttribute(
                                attribute("default_float", AttributeProto.AttributeType.FLOAT)
                                        .setF(0)));
        graph.addNode(node("Add", "odds", "linear", "weight"));
        graph.addNode(node("Sigmoid", "positive", "odds"));
        graph.addNode(node("Sub", "negative", "one", "positive"));
        graph.addNode(
                node("Concat", "probabilities", "negative", "positive")
                        .addAttribute(attribute("axis", AttributeProto.AttributeType.INT).setI(1)));
        graph.addOutput(value("probabilities", DataType.FLOAT, 2));
        graph.addOutput(value("odds", DataType.FLOAT, 1));
        return model;
    }

    static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addOutput(output)
                .addAllInput(List.of(inputs));
    }

    static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static TensorProto.Builder floats(String name, List<Long> shape, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.FLOAT.getNumber())
                        .addAllDims(shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor;
    }

    private static ValueInfoProto value(String name, DataType type, int columns) {
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        tensor.getShapeBuilder().addDimBuilder().setDimParam("rows");
        tensor.getShapeBuilder().addDimBuilder().setDimValue(columns);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
