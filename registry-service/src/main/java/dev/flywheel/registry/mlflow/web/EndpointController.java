package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.ErrorCode;
import dev.flywheel.registry.mlflow.wire.MlflowException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What MLflow's clients ask of a server beside its API, and the answer to every path and method
/// that the API doesn't have: clients fall back on another only after this one.
@RestController
class EndpointController {

    /// The release whose API is spoken.
    private static final String MLFLOW = "2.17.2";

    @GetMapping(path = "/health", produces = "text/plain")
    String health() {
        return "OK";
    }

    @GetMapping(path = "/version", produces = "text/plain")
    String version() {
        return MLFLOW;
    }

    @RequestMapping("/api/2.0/**")
    void unknown(HttpServletRequest request) {
        throw new MlflowException(
                ErrorCode.ENDPOINT_NOT_FOUND,
                "No endpoint %s %s".formatted(request.getMethod(), request.getRequestURI()));
    }
}
