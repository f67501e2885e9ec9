package dev.flywheel.onnx.graph;

import org.jspecify.annotations.Nullable;

/// Why a graph that was made elsewhere is not taken or can't be served.
public final class GraphRefusedException extends RuntimeException {

    private final String reason;

    public GraphRefusedException(String reason) {
        this(reason, null);
    }

    public GraphRefusedException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /// For whoever brought the graph.
    public String reason() {
        return reason;
    }
}
