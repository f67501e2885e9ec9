package dev.flywheel.training.run.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller may say about a run; all of it may be absent.
///
/// @param unknown members that are none of these, of which there must be none
record StartRequest(
        @Nullable @Size(min = 1, max = 100) String cause,
        @Nullable @Size(min = 1, max = 200) String requestId,
        @Nullable Instant testFrom,
        @Nullable Boolean promote,
        @Nullable @Min(1) @Max(100_000) Integer listsAtMost,
        @JsonAnySetter
                @Size(
                        max = 0,
                        message =
                                "is not known; there are cause, request_id, test_from, promote, lists_at_most")
                Map<String, Object> unknown) {

    StartRequest {
        unknown = unknown == null ? Map.of() : Map.copyOf(unknown);
    }

    static final StartRequest EMPTY = new StartRequest(null, null, null, null, null, Map.of());
}
