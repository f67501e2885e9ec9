package dev.flywheel.monitoring.alert;

/// What follows from an open episode.
public enum RetrainDecision {
    /// Ask training now.
    REQUEST,
    /// Note the request for a person to approve.
    AWAIT_APPROVAL,
    /// Too soon after the last request.
    COOLING_DOWN,
    /// Several requests led to no new champion: say so, once.
    GIVE_UP,
    /// That was said already.
    GIVEN_UP,
    /// The pipeline does not retrain for this cause.
    NOT_WANTED
}
