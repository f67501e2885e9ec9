package dev.flywheel.inference.online;

import dev.flywheel.inference.topic.Progress;
import dev.flywheel.inference.topic.TopicFollower;

/// The online features that a model reads, kept up to date for as long as it is open.
///
/// @param progress how far they have got behind the topic
public record OnlineFeatures(OnlineStore store, Progress progress, Runnable release)
        implements AutoCloseable {

    static OnlineFeatures of(OnlineStore store, TopicFollower follower, Runnable release) {
        return new OnlineFeatures(store, follower.progress(), release);
    }

    /// Gives them back; the last to do so ends the following.
    @Override
    public void close() {
        release.run();
    }
}
