package dev.flywheel.onnx.export;

/// Why a model has no ONNX graph.
public final class NotExportableException extends Exception {

    private final String reason;

    NotExportableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
