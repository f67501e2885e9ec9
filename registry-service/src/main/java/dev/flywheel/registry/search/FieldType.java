package dev.flywheel.registry.search;

import java.util.List;

/// What a field's values are, which decides how it is compared and sorted.
public enum FieldType {
    TEXT,
    /// A whole number of 64 bits; a filter may write it in quotes.
    INTEGER,
    /// A double. NaN compares with nothing, and is sorted behind every number.
    REAL;

    List<Operator> operators() {
        return switch (this) {
            case TEXT -> Operator.OF_TEXTS;
            case INTEGER, REAL -> Operator.OF_NUMBERS;
        };
    }
}
