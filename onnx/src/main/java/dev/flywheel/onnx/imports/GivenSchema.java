package dev.flywheel.onnx.imports;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.OnnxSchema;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.onnx.graph.GraphFile;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The schema file that a user writes beside a graph; what it leaves out is what the graph
/// suggests.
///
/// @param inputs the feature of each input, or a list of them; without it each input is the feature
///   of its own name
/// @param missing what stands in for a feature's missing value
/// @param output without it the only output
/// @param threshold from which score on the answer is yes
record GivenSchema(
        @Nullable Map<String, JsonNode> inputs,
        @Nullable Map<String, Object> missing,
        @Nullable GivenOutput output,
        @Nullable Double threshold) {

    /// @param column of the tensor's row; by default that of the second class
    record GivenOutput(String name, @Nullable Integer column) {}

    static GivenSchema read(byte[] json) {
        try {
            return Json.read(json, GivenSchema.class);
        } catch (JacksonException e) {
            throw new GraphRefusedException(
                    "The schema can't be read: " + e.getOriginalMessage(), e);
        }
    }

    OnnxSchema of(GraphFile file, List<Column> columns) {
        Map<String, Object> standIns = missing == null ? Map.of() : missing;
        TreeSet<String> unknown = new TreeSet<>(standIns.keySet());
        columns.forEach(column -> unknown.remove(column.name()));
        if (!unknown.isEmpty()) {
            throw new GraphRefusedException(
                    "The schema says under `missing` what stands in for %s, which are no features of the pipeline"
                            .formatted(unknown));
        }
        return new OnnxSchema(
                columns.stream()
                        .map(column ->
                                new OnnxSchema.Feature(
                                        column.name(), column.type(), standIns.get(column.name())))
                        .toList(),
                inputs(file),
                output(file),
                threshold);
    }

    private List<OnnxSchema.Input> inputs(GraphFile file) {
        List<OnnxSchema.Input> all = new ArrayList<>();
        if (inputs == null) {
            file.inputs()
                    .keySet()
                    .forEach(name -> all.add(new OnnxSchema.Input(name, List.of(name))));
            return all;
        }
        inputs.forEach((name, features) -> all.add(new OnnxSchema.Input(name, texts(features))));
        return all;
    }

    private static List<String> texts(JsonNode features) {
        if (features.isString()) {
            return List.of(features.asString());
        }
        List<String> texts = new ArrayList<>();
        features.forEach(feature -> texts.add(feature.asString()));
        return texts;
    }

    private OnnxSchema.Output output(GraphFile file) {
        String name = output == null ? only(file) : output.name();
        Integer column = output == null ? null : output.column();
        return new OnnxSchema.Output(name, column == null ? positive(file, name) : column);
    }

    private static String only(GraphFile file) {
        if (file.outputs().size() != 1) {
            throw new GraphRefusedException(
                    "The graph has the outputs %s: say under `output` which one is the probability"
                            .formatted(file.outputs().keySet()));
        }
        return file.outputs().keySet().iterator().next();
    }

    /// Of two classes the second one.
    private static int positive(GraphFile file, String output) {
        return file.outputs()
                        .getOrDefault(output, Optional.empty())
                        .map(TensorType::shape)
                        .filter(shape -> shape.size() == 2 && shape.get(1) == 2)
                        .isPresent()
                ? 1
                : 0;
    }
}
