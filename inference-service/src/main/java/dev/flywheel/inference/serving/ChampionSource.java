package dev.flywheel.inference.serving;

/// Where serving hears of champions from.
public interface ChampionSource {

    /// Whether all champions that are known elsewhere have been heard of, or nobody answers.
    boolean settled();

    /// How it stands, for people.
    String words();
}
