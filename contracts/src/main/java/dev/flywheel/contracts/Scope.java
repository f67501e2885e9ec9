package dev.flywheel.contracts;

/// The scopes that a token may carry, as its `scope` claim spells them.
public final class Scope {

    public static final String EVENTS_WRITE = "events:write";
    public static final String FEATURES_READ = "features:read";
    public static final String ERASURES_WRITE = "erasures:write";
    public static final String RUNS_WRITE = "runs:write";
    public static final String MODELS_READ = "models:read";
    public static final String MODELS_WRITE = "models:write";
    public static final String MODELS_PROMOTE = "models:promote";
    public static final String WEBHOOKS_WRITE = "webhooks:write";
    public static final String PREDICT = "predict";
    public static final String MONITORING_READ = "monitoring:read";

    private Scope() {}
}
