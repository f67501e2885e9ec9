package dev.flywheel.monitoring.profile;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What is watched about a feature.
public enum Watch {
    /// How its values are distributed.
    @JsonProperty("distribution")
    DISTRIBUTION,
    /// Only whether values are missing: an all-time count grows by nature, and the keys of ever new
    /// users never repeat.
    @JsonProperty("missing")
    MISSING
}
