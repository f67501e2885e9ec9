package dev.flywheel.cli.client;

import dev.flywheel.contracts.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A service refused, or could not be reached; the message says which and why.
public final class ApiException extends RuntimeException {

    private final int status;
    private final transient @Nullable JsonNode problem;

    ApiException(int status, String message) {
        this(status, message, null);
    }

    /// @param problem the answer's body; null if there was no answer
    ApiException(int status, String message, @Nullable JsonNode problem) {
        super(message);
        this.status = status;
        this.problem = problem;
    }

    /// The HTTP status; 0 if there was no answer.
    public int status() {
        return status;
    }

    /// Whether the service may be on its way back: no answer, or one that says so.
    public boolean isAway() {
        return status == 0 || status == 502 || status == 503 || status == 504;
    }

    /// Whether the answer is a problem of that type, such as `gate-failed`.
    public boolean is(String type) {
        return problem().path("type").asString("").endsWith("/" + type);
    }

    /// The answer's body; an empty object if there was no answer.
    public JsonNode problem() {
        return problem == null ? Json.MAPPER.createObjectNode() : problem;
    }
}
