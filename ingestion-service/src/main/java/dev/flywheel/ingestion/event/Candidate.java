package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Quarantined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One input on its way in: its text as it came, and what could be read of it.
///
/// @param index its place in the request, from 0
/// @param encoding `text` or `base64`, as in [Quarantined]
/// @param fields what was read; empty if it was no JSON object
/// @param faults what was already found wrong while reading
/// @param fallbackId the id that it gets if it brings none; null to derive one from the content
public record Candidate(
        int index,
        String content,
        String encoding,
        Map<String, @Nullable Object> fields,
        List<Quarantined.Reason> faults,
        @Nullable String fallbackId) {

    public static final String TEXT = "text";
    public static final String BASE64 = "base64";

    static Candidate read(int index, String content, Map<String, @Nullable Object> fields) {
        return new Candidate(index, content, TEXT, fields, List.of(), null);
    }

    static Candidate refused(
            int index, String content, String encoding, List<Quarantined.Reason> faults) {
        return new Candidate(index, content, encoding, Map.of(), faults, null);
    }

    /// The same input with other members.
    public Candidate withFields(Map<String, @Nullable Object> others) {
        return new Candidate(index, content, encoding, others, faults, fallbackId);
    }

    /// The same input with one more thing wrong.
    public Candidate withFault(String field, String message) {
        List<Quarantined.Reason> more = new ArrayList<>(faults);
        more.add(new Quarantined.Reason(field, message));
        return new Candidate(index, content, encoding, fields, more, fallbackId);
    }
}
