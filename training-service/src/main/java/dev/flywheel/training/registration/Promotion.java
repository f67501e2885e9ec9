package dev.flywheel.training.registration;

/// What the registry made of a request to promote a version.
public sealed interface Promotion {

    /// The version is the champion.
    record Done() implements Promotion {}

    /// The request stands, and a person has to approve it.
    record Requested() implements Promotion {}

    /// The registry refused.
    record Refused(String why) implements Promotion {}
}
