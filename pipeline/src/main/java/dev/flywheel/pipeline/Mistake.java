package dev.flywheel.pipeline;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong in a pipeline file, and where.
///
/// @param line counted from 1
/// @param column counted from 1
/// @param path such as `features.item_price.attribute`; empty for the whole file
/// @param found what the file has
/// @param expected what it should have
/// @param suggestion the nearest right word; null if none is near
public record Mistake(
        String file,
        int line,
        int column,
        String path,
        String found,
        String expected,
        @Nullable String suggestion) {

    /// For people: one line.
    public String message() {
        return "%s:%d:%d: %s: found %s, expected %s%s"
                .formatted(
                        file,
                        line,
                        column,
                        path.isEmpty() ? "the file" : path,
                        found,
                        expected,
                        suggestion == null ? "" : "; did you mean '" + suggestion + "'?");
    }
}
