package dev.flywheel.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs an exported graph as somebody would who has nothing of Flywheel's but the file.
final class GraphAlone {

    private GraphAlone() {}

    /// @param features by name; what is missing is absent
    static double score(byte[] onnx, Map<String, Object> features) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession session = environment.createSession(onnx)) {
            for (var input : session.getInputInfo().entrySet()) {
                Object value = features.get(input.getKey());
                boolean text =
                        ((TensorInfo) input.getValue().getInfo()).type == OnnxJavaType.STRING;
                inputs.put(
                        input.getKey(),
                        text
                                ? OnnxTensor.createTensor(
                                        environment,
                                        new String[][] {{value == null ? "" : value.toString()}})
                                : OnnxTensor.createTensor(
                                        environment, new double[][] {{number(value)}}));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return ((double[][]) result.get(0).getValue())[0][0];
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static double number(@Nullable Object value) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
