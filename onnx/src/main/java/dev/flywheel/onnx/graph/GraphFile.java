package dev.flywheel.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An ONNX file that is complete in itself and made of ONNX's own operators.
///
/// @param inputs by name, in the graph's order; empty for what is no tensor
/// @param outputs the same
/// @param producer what wrote the file, as it says itself
public record GraphFile(
        Map<String, Optional<TensorType>> inputs,
        Map<String, Optional<TensorType>> outputs,
        String producer) {

    /// The most bytes of a graph that is brought in.
    public static final long MAX_BYTES = 256L << 20;

    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

    /// Looks at a file.
    ///
    /// @throws GraphRefusedException if it is too large, no ONNX, keeps weights in other files, or
    ///   has operators that are not ONNX's
    public static GraphFile of(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new GraphRefusedException(
                    "The graph has %d bytes, at most %d".formatted(bytes.length, MAX_BYTES));
        }
        ModelProto model = parse(bytes);
        model.getGraph().getNodeList().forEach(GraphFile::requireOwn);
        requireInside(model.getGraph());
        for (FunctionProto function : model.getFunctionsList()) {
            function.getNodeList().forEach(GraphFile::requireOwn);
        }
        Set<String> constants =
                model.getGraph().getInitializerList().stream()
                        .map(TensorProto::getName)
                        .collect(Collectors.toSet());
        return new GraphFile(
                types(
                        model.getGraph().getInputList().stream()
                                .filter(input -> !constants.contains(input.getName()))
                                .toList()),
                types(model.getGraph().getOutputList()),
                (model.getProducerName() + " " + model.getProducerVersion()).strip());
    }

    private static ModelProto parse(byte[] bytes) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new GraphRefusedException("The file is no ONNX: " + e.getMessage(), e);
        }
        if (model.getIrVersion() < 1 || model.getGraph().getNodeCount() == 0) {
            throw new GraphRefusedException("The file is no ONNX: there is no graph in it");
        }
        return model;
    }

    /// Refuses operators that a runtime would need more than ONNX for.
    private static void requireOwn(NodeProto node) {
        if (!DOMAINS.contains(node.getDomain())) {
            throw new GraphRefusedException(
                    "The operator %s is of the domain '%s'; only ONNX's own are run: ai.onnx and ai.onnx.ml"
                            .formatted(node.getOpType(), node.getDomain()));
        }
        for (AttributeProto attribute : node.getAttributeList()) {
            requireInside(attribute.getT());
            attribute.getTensorsList().forEach(GraphFile::requireInside);
            requireInside(attribute.getSparseTensor().getValues());
            for (GraphProto branch : graphs(attribute)) {
                branch.getNodeList().forEach(GraphFile::requireOwn);
                requireInside(branch);
            }
        }
    }

    private static List<GraphProto> graphs(AttributeProto attribute) {
        return attribute.hasG() ? List.of(attribute.getG()) : attribute.getGraphsList();
    }

    private static void requireInside(GraphProto graph) {
        graph.getInitializerList().forEach(GraphFile::requireInside);
        graph.getSparseInitializerList()
                .forEach(sparse -> {
                    requireInside(sparse.getValues());
                    requireInside(sparse.getIndices());
                });
    }

    /// Refuses weights in another file: a name in a graph must not decide what this machine reads.
    private static void requireInside(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                || tensor.getExternalDataCount() > 0) {
            throw new GraphRefusedException(
                    "The tensor '%s' lies in another file; save the graph with its weights inside"
                            .formatted(tensor.getName()));
        }
    }

    private static Map<String, Optional<TensorType>> types(List<ValueInfoProto> values) {
        Map<String, Optional<TensorType>> types = new LinkedHashMap<>();
        values.forEach(value -> types.put(value.getName(), TensorType.of(value.getType())));
        return Collections.unmodifiableMap(types);
    }
}
