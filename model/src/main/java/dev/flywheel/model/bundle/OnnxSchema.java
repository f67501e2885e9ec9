package dev.flywheel.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.model.encoding.Column;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a pipeline's features become the inputs of a graph that was made elsewhere, and which of its
/// outputs is the score: the content of `schema.json` beside such a graph.
///
/// @param columns all columns of the pipeline's feature set, in order
/// @param threshold from which score on the answer is yes; null if nobody declared what decides
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OnnxSchema(
        List<Feature> columns, List<Input> inputs, Output output, @Nullable Double threshold) {

    public OnnxSchema {
        columns = List.copyOf(columns);
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(output, "output");
    }

    OnnxSchema ofRead() {
        Set<String> read =
                inputs.stream()
                        .flatMap(input -> input.features().stream())
                        .collect(Collectors.toSet());
        return new OnnxSchema(
                columns.stream().filter(column -> read.contains(column.name())).toList(),
                inputs,
                output,
                threshold);
    }

    /// A column of the pipeline.
    ///
    /// @param missing what the graph is given for a missing value: a number or a text; null for NaN
    ///   or the empty text
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Feature(String name, Column.Type type, @Nullable Object missing) {}

    /// An input of the graph.
    ///
    /// @param features what it is made of, in the order of the tensor's columns
    public record Input(String name, List<String> features) {

        public Input {
            features = List.copyOf(features);
        }
    }

    /// The output that holds the probability of the positive label.
    ///
    /// @param column of the tensor's row
    public record Output(String name, int column) {}
}
