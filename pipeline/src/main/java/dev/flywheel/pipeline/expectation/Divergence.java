package dev.flywheel.pipeline.expectation;

import java.util.Locale;

/// How far a feature's values are from the champion's reference.
public enum Divergence {
    /// Population stability index: 0 is the same.
    PSI,
    /// The greatest difference of the two cumulative shares, from 0 to 1; of numbers only.
    KS,
    /// Jensen-Shannon distance, from 0 to 0.8326.
    JENSEN_SHANNON,
    /// The chance that a chi-square test gives to differences of at least this size if nothing
    /// drifted: small means drift.
    CHI_SQUARE;

    /// As the pipeline file spells it.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether a small figure means drift, so that its limit is a least one.
    public boolean isProbability() {
        return this == CHI_SQUARE;
    }
}
