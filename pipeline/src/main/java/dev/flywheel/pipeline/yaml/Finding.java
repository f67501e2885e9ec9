package dev.flywheel.pipeline.yaml;

import org.jspecify.annotations.Nullable;

/// Something wrong at one spot of a YAML file.
///
/// @param file its name, as the reader was told
/// @param line counted from 1
/// @param column counted from 1
/// @param suggestion the nearest right word; null if none is near
public record Finding(
        String file,
        int line,
        int column,
        String path,
        String found,
        String expected,
        @Nullable String suggestion) {}
