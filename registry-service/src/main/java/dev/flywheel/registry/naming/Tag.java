package dev.flywheel.registry.naming;

/// A key and a value on an experiment, a run, a model or a version.
public record Tag(String key, String value) {

    private static final int LONGEST_VALUE = 5_000;

    public Tag {
        Names.key("tag", key);
        Names.atMost(LONGEST_VALUE, "Tag value", value);
    }
}
