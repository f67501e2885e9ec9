package dev.flywheel.contracts;

/// The names of the Kafka topics: those of one pipeline, and those that all pipelines share.
public final class Topics {

    /// The serving state of each model, keyed by model name, compacted.
    public static final String MODEL_EVENTS = "model-events";

    /// Every entry of the registry's audit trail, keyed by model name, kept whole.
    public static final String MODEL_AUDIT = "model-audit";

    /// Requests to train a pipeline again, keyed by pipeline.
    public static final String TRAINING_REQUESTS = "training-requests";

    /// Requests to make a version again, keyed by model; kept until training has read them.
    public static final String REPRODUCTION_REQUESTS = "reproduction-requests";

    /// Drift, quality, failed validation and failed runs, keyed by pipeline.
    public static final String ALERTS = "alerts";

    /// The key of a record on an online topic, one in each partition, that tells readers that no
    /// state before it lacks an event of the past. No state has such a key.
    public static final String FILLED = "filled";

    private Topics() {}

    /// Validated events, keyed by the first entity's key, else by what joins them to another event.
    public static String events(String pipeline) {
        return pipeline + ".events";
    }

    /// What was refused, whole, with every reason.
    public static String quarantine(String pipeline) {
        return pipeline + ".quarantine";
    }

    /// Reference data, keyed by `entity:key`, compacted.
    public static String entities(String pipeline) {
        return pipeline + ".entities";
    }

    /// Prepared rows, keyed by event id.
    public static String features(String pipeline) {
        return pipeline + ".features";
    }

    /// What became of predictions, keyed by prediction id.
    public static String outcomes(String pipeline) {
        return pipeline + ".outcomes";
    }

    /// Every answer of inference, keyed by prediction id.
    public static String predictions(String pipeline) {
        return pipeline + ".predictions";
    }

    /// The state behind each entity's features, keyed by state key, compacted.
    public static String onlineFeatures(String pipeline, String featureSet) {
        return pipeline + ".online-features." + featureSet;
    }

    /// Events from the archive that a feature set is filled with, keyed as they arrived.
    public static String archivedEvents(String pipeline, String featureSet) {
        return pipeline + ".archived-events." + featureSet;
    }

    /// Reference data from the archive that a feature set is filled with, keyed by `entity:key`.
    public static String archivedEntities(String pipeline, String featureSet) {
        return pipeline + ".archived-entities." + featureSet;
    }
}
