package dev.flywheel.training.run.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a caller may say about a run; all of it may be absent.
@JsonIgnoreProperties(ignoreUnknown = false)
record StartRequest(
        @Nullable @Size(min = 1, max = 100) String cause,
        @Nullable @Size(min = 1, max = 200) String requestId,
        @Nullable Instant testFrom,
        @Nullable Boolean promote,
        @Nullable @Min(1) @Max(1_000_000) Integer listsAtMost) {

    static final StartRequest EMPTY = new StartRequest(null, null, null, null, null);
}
