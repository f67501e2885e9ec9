package dev.flywheel.onnx.scoring;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.flywheel.model.bundle.GoldenRow;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.bundle.OnnxSchema;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.RowScorer;
import dev.flywheel.onnx.graph.GraphFile;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// A classifier that was made elsewhere, ready to score. Safe for use by several threads: a row is
/// computed in the thread that asks, without any others.
///
/// The memory behind it is not the JVM's, so it must be closed; whoever is scoring then finishes
/// first.
public final class OnnxScoring implements RowScorer, AutoCloseable {

    /// How far a score may be from the one that the golden row has: graphs mostly compute in
    /// floats, and not every processor adds them in the same order.
    public static final double TOLERANCE = 1e-5;

    private static final String BY_MISSING =
            ". If a missing feature makes it so, say under `missing` what stands in for it";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final OrtSession session;
    private final List<Binding> bindings;
    private final OnnxSchema.Output output;
    private boolean closed;

    private OnnxScoring(byte[] graph, List<Binding> bindings, OnnxSchema.Output output)
            throws OrtException {
        this.bindings = bindings;
        this.output = output;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            this.session = environment.createSession(graph, options);
        }
    }

    /// Makes a graph ready and proves it by its golden rows.
    ///
    /// @throws GraphRefusedException if it can't be run, or scores otherwise than it did
    public static OnnxScoring open(OnnxBundle bundle) {
        OnnxScoring scoring = open(bundle.graph(), bundle.schema());
        try {
            scoring.requireGoldenRows(bundle.columns(), bundle.goldenRows());
            return scoring;
        } catch (RuntimeException e) {
            scoring.close();
            throw e;
        }
    }

    /// Makes a graph ready.
    ///
    /// @throws GraphRefusedException if it can't be run, or has other inputs or outputs than the
    ///   schema says
    public static OnnxScoring open(byte[] graph, OnnxSchema schema) {
        GraphFile file = GraphFile.of(graph);
        List<Binding> bindings = bindings(file, schema);
        requireProbabilities(file, schema.output());
        try {
            return new OnnxScoring(graph, bindings, schema.output());
        } catch (OrtException e) {
            throw new GraphRefusedException(
                    "ONNX Runtime can't load the graph: " + e.getMessage(), e);
        }
    }

    /// The probability of the positive label.
    ///
    /// @throws GraphRefusedException if the graph answers something else
    @Override
    public double score(FeatureRow features) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The graph is closed");
            }
            return probability(run(features));
        } catch (OrtException e) {
            throw new GraphRefusedException("The graph can't score a row: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't close a graph", e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private double run(FeatureRow features) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (Binding binding : bindings) {
                inputs.put(binding.input(), binding.tensor(environment, features));
            }
            try (OrtSession.Result result = session.run(inputs, Set.of(output.name()))) {
                return value(result.get(0));
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private double value(OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new GraphRefusedException(noProbability(output, "no tensor"));
        }
        long[] shape = tensor.getInfo().getShape();
        long width = shape.length == 2 ? shape[1] : 1;
        if (output.column() >= width || tensor.getInfo().getNumElements() != width) {
            throw new GraphRefusedException(
                    "The output '%s' has %d numbers for a row, and the schema wants the one at %d"
                            .formatted(
                                    output.name(),
                                    tensor.getInfo().getNumElements(),
                                    output.column()));
        }
        return switch (tensor.getInfo().type) {
            case FLOAT -> tensor.getFloatBuffer().get(output.column());
            case DOUBLE -> tensor.getDoubleBuffer().get(output.column());
            default -> throw new GraphRefusedException(noProbability(output, "no decimals"));
        };
    }

    /// Floats may miss the bounds by a rounding.
    private double probability(double value) {
        if (!(value >= -1e-6 && value <= 1 + 1e-6)) {
            throw new GraphRefusedException(
                    "The output '%s' is %s for a row, and a probability is between 0 and 1%s"
                            .formatted(
                                    output.name(), value, Double.isNaN(value) ? BY_MISSING : ""));
        }
        return Math.clamp(value, 0, 1);
    }

    private void requireGoldenRows(List<Column> columns, List<GoldenRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            GoldenRow row = rows.get(i);
            double actual = score(FeatureRow.of(columns, row.features()));
            if (!(Math.abs(actual - row.score()) <= TOLERANCE)) {
                throw new GraphRefusedException(
                        "Golden row %d scored %s here, and %s where it comes from"
                                .formatted(i, actual, row.score()));
            }
        }
    }

    private static List<Binding> bindings(GraphFile file, OnnxSchema schema) {
        Map<String, OnnxSchema.Input> named = new HashMap<>();
        schema.inputs().forEach(input -> named.put(input.name(), input));
        List<Binding> bindings = new ArrayList<>();
        file.inputs()
                .forEach((name, type) -> {
                    OnnxSchema.Input input = named.remove(name);
                    if (input == null) {
                        throw new GraphRefusedException(
                                "The graph has an input '%s' that the schema doesn't name"
                                        .formatted(name));
                    }
                    bindings.add(new Binding(input, tensor(name, type), schema.columns()));
                });
        if (!named.isEmpty()) {
            throw new GraphRefusedException(
                    "The schema names the inputs %s, and the graph has %s"
                            .formatted(named.keySet(), file.inputs().keySet()));
        }
        return bindings;
    }

    private static TensorType tensor(String name, Optional<TensorType> type) {
        return type.orElseThrow(
                () -> new GraphRefusedException("The input '%s' is no tensor".formatted(name)));
    }

    private static void requireProbabilities(GraphFile file, OnnxSchema.Output output) {
        Optional<TensorType> type = file.outputs().get(output.name());
        if (type == null) {
            throw new GraphRefusedException(
                    "The graph has no output '%s'; there are %s"
                            .formatted(output.name(), file.outputs().keySet()));
        }
        if (type.isEmpty()) {
            throw new GraphRefusedException(
                    noProbability(output, "no tensor (convert with zipmap=False)"));
        }
        DataType element = type.get().element();
        if (element != DataType.FLOAT && element != DataType.DOUBLE) {
            throw new GraphRefusedException(noProbability(output, "of " + element));
        }
    }

    private static String noProbability(OnnxSchema.Output output, String because) {
        return "The output '%s' can't be a probability: it is %s".formatted(output.name(), because);
    }
}
