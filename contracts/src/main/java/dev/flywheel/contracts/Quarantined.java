package dev.flywheel.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An input that was refused, kept whole with every reason.
///
/// @param eventId its id where it could be read, else one derived from the content
/// @param content the input as text; Base64 where `encoding` is `base64` (it was not UTF-8)
/// @param encoding `text` or `base64`
/// @param refusedBy the service that refused it
public record Quarantined(
        String eventId,
        String content,
        String encoding,
        List<Reason> reasons,
        String refusedBy,
        Instant refusedAt) {

    public Quarantined {
        reasons = List.copyOf(reasons);
    }

    /// One thing that is wrong.
    ///
    /// @param field the member's name, or null if the whole input is wrong
    public record Reason(@Nullable String field, String message) {}
}
