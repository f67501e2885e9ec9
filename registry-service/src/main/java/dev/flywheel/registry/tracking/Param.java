package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Names;

/// A parameter of a run, written once.
public record Param(String key, String value) {

    private static final int LONGEST_VALUE = 6_000;

    public Param {
        Names.key("parameter", key);
        Names.atMost(LONGEST_VALUE, "Param value", value);
    }
}
