package dev.flywheel.feature.featureset;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// What Kafka keeps for a feature set: its online topic, the topics that it is filled through, and
/// the place of its application. Each call may be repeated, and throws
/// [org.apache.kafka.common.KafkaException] if Kafka failed.
public interface FeatureSetTopics {

    /// Makes the topics that are not there, with as many partitions as the pipeline's events have.
    void create(String pipeline, String featureSet);

    /// Tells the readers of the online topic whether nothing of the past is missing in it.
    void tellWhole(String pipeline, String featureSet, boolean whole);

    /// Lets an application that does not run begin at these offsets, and elsewhere at the
    /// beginning.
    void beginAt(String application, String pipeline, Map<TopicPartition, Long> offsets);

    /// Whether Kafka knows a place of the application; it forgets one that was away for long.
    boolean hasBegun(String application);

    /// Deletes what is in the topics that it was filled through.
    void empty(String pipeline, String featureSet);

    /// Deletes the application's own topics and its place.
    void forget(String application);

    /// Deletes all topics of the feature set, those of its applications too.
    ///
    /// @return whether there were any
    boolean delete(String pipeline, String featureSet);
}
