package dev.flywheel.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An input that was refused, kept whole with every reason.
///
/// @param eventId its id where it could be read, else one derived from the content
/// @param content the input as text; Base64 where `encoding` is `base64` (it was not UTF-8)
/// @param encoding `text` or `base64`
/// @param refusedBy the service that refused it
/// @param origin how it came, so that it can be tried again; null if that isn't known
public record Quarantined(
        String eventId,
        String content,
        String encoding,
        List<Reason> reasons,
        String refusedBy,
        Instant refusedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Origin origin) {

    public Quarantined {
        reasons = List.copyOf(reasons);
    }

    public Quarantined(
            String eventId,
            String content,
            String encoding,
            List<Reason> reasons,
            String refusedBy,
            Instant refusedAt) {
        this(eventId, content, encoding, reasons, refusedBy, refusedAt, null);
    }

    /// How an input came.
    ///
    /// @param target `events`, or `entity:<name>`
    /// @param importId of the import whose row it is; null if it was sent
    public record Origin(
            String target, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String importId) {}

    /// One thing that is wrong.
    ///
    /// @param field the member's name, or null if the whole input is wrong
    public record Reason(@Nullable String field, String message) {}
}
