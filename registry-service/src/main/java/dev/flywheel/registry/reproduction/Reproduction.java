package dev.flywheel.registry.reproduction;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.flywheel.contracts.ReproductionOutcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An attempt to make a version again: who asked for it, and what came of it.
///
/// @param outcome null until training has brought it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reproduction(
        UUID id,
        String model,
        int version,
        Instant requestedAt,
        String requestedBy,
        @JsonUnwrapped @Nullable ReproductionOutcome outcome) {

    /// Where it is.
    @JsonProperty
    public State state() {
        return outcome == null ? State.REQUESTED : State.ENDED;
    }

    /// Whether there is an outcome.
    public enum State {
        @JsonProperty("requested")
        REQUESTED,
        @JsonProperty("ended")
        ENDED
    }
}
