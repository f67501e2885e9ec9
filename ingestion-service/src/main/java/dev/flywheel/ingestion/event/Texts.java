package dev.flywheel.ingestion.event;

import dev.flywheel.contracts.Quarantined;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds texts that JSON can spell but that nobody can write down again: half a surrogate pair
/// isn't Unicode.
public final class Texts {

    private Texts() {}

    /// What is wrong with the names and texts in there, however deep.
    public static Optional<Quarantined.Reason> fault(Map<String, @Nullable Object> fields) {
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            if (!isUnicode(field.getKey())) {
                return Optional.of(new Quarantined.Reason(null, "A name isn't Unicode"));
            }
            if (!isUnicode(field.getValue())) {
                return Optional.of(
                        new Quarantined.Reason(field.getKey(), "holds half a surrogate pair"));
            }
        }
        return Optional.empty();
    }

    private static boolean isUnicode(@Nullable Object value) {
        return switch (value) {
            case String text -> isUnicode(text);
            case List<?> list -> list.stream().allMatch(Texts::isUnicode);
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .allMatch(e -> isUnicode(e.getKey()) && isUnicode(e.getValue()));
            case null, default -> true;
        };
    }

    private static boolean isUnicode(String text) {
        // Code points within the surrogates' range are those without a partner.
        return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
