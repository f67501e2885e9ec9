package dev.flywheel.registry.mlflow.wire;

/// A request that the wire itself refuses, before any use case sees it.
public final class MlflowException extends RuntimeException {

    private static final String SEE_DOCS =
            " See the API docs for more information about request parameters.";

    private final ErrorCode code;

    public MlflowException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public static MlflowException missing(String parameter) {
        return new MlflowException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Missing value for required parameter '%s'.".formatted(parameter) + SEE_DOCS);
    }

    static MlflowException invalid(String parameter, Object value) {
        return new MlflowException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Invalid value %s for parameter '%s' supplied.".formatted(value, parameter)
                        + SEE_DOCS);
    }

    public ErrorCode code() {
        return code;
    }
}
