package dev.flywheel.pipeline.feature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How different spellings of a category become one: white space around it goes, then its case,
/// then a map says what else is the same. An empty text is a missing one.
public record Normalization(boolean trim, boolean lower, Map<String, String> map) {

    public Normalization {
        map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    @Nullable String apply(@Nullable String category) {
        if (category == null) {
            return null;
        }
        String text = trim ? category.strip() : category;
        text = lower ? text.toLowerCase(Locale.ROOT) : text;
        text = map.getOrDefault(text, text);
        return text.isEmpty() ? null : text;
    }
}
