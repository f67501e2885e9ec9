package dev.flywheel.onnx.graph;

/// Why a graph that was made elsewhere is not taken or can't be served.
public final class GraphRefusedException extends RuntimeException {

    public GraphRefusedException(String reason) {
        super(reason);
    }

    public GraphRefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
