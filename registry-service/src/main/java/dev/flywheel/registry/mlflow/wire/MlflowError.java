package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The body of every answer that is not 200.
public record MlflowError(
        @JsonProperty("error_code") ErrorCode errorCode, @JsonProperty("message") String message) {}
