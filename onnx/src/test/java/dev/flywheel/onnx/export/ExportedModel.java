package dev.flywheel.onnx.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An exported graph as a stranger would run it: rows as columns of values, nothing of Flywheel's.
final class ExportedModel implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    ExportedModel(byte[] onnx) throws OrtException {
        session = environment.createSession(onnx);
    }

    double[] scores(List<Column> columns, List<FeatureRow> rows) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            inputs.put(columns.get(i).name(), tensor(columns.get(i), i, rows));
        }
        try (OrtSession.Result result = session.run(inputs)) {
            double[][] scores = (double[][]) result.get(OnnxExport.SCORE).orElseThrow().getValue();
            return List.of(scores).stream().mapToDouble(score -> score[0]).toArray();
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(Column column, int i, List<FeatureRow> rows) throws OrtException {
        return switch (column.type()) {
            case NUMERIC ->
                    OnnxTensor.createTensor(
                            environment,
                            rows.stream()
                                    .map(row -> new double[] {row.number(i)})
                                    .toArray(double[][]::new));
            case CATEGORICAL ->
                    OnnxTensor.createTensor(
                            environment,
                            rows.stream()
                                    .map(row -> text(row.category(i)))
                                    .toArray(String[][]::new));
        };
    }

    private static String[] text(@Nullable String category) {
        return new String[] {category == null ? OnnxExport.MISSING : category};
    }

    Map<String, String> about() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
