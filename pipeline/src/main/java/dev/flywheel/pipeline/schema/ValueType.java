package dev.flywheel.pipeline.schema;

import java.util.Locale;

/// The type of an attribute or an event field.
public enum ValueType {
    /// A word of a limited vocabulary. Whole numbers are taken as their text.
    CATEGORY("text"),
    /// A finite decimal number.
    NUMBER("a finite number"),
    /// A whole number of 64 bits.
    INTEGER("a whole number"),
    BOOLEAN("true or false");

    private final String description;

    ValueType(String description) {
        this.description = description;
    }

    /// What a value of this type is, for a message.
    public String description() {
        return description;
    }

    /// As the pipeline file spells it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isNumeric() {
        return this == NUMBER || this == INTEGER;
    }
}
