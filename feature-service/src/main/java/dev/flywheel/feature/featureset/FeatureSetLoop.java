package dev.flywheel.feature.featureset;

import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.topic.PipelineTopics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Looks after all feature sets, in one thread from start to shutdown.
@Component
final class FeatureSetLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureSetLoop.class);

    private final FeatureSets sets;
    private final FeatureSetKeeper keeper;
    private final PipelineTopics topics;
    private final Duration poll;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    FeatureSetLoop(
            FeatureSets sets,
            FeatureSetKeeper keeper,
            PipelineTopics topics,
            FeatureProperties properties) {
        this.sets = sets;
        this.keeper = keeper;
        this.topics = topics;
        this.poll = properties.sets().poll();
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().daemon().name("feature-sets").start(this::run);
    }

    /// Waits for the step in hand, so that nothing is begun after the online states are stopped.
    @Override
    public void stop() {
        stopped.countDown();
        Thread running = thread;
        thread = null;
        if (running != null) {
            if (!topics.exist()) {
                running.interrupt();
            }
            try {
                running.join(Duration.ofSeconds(10));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            topics.await();
            boolean registered = false;
            while (stopped.getCount() > 0) {
                boolean more = false;
                try {
                    if (!registered) {
                        keeper.register();
                        registered = true;
                    }
                    for (KnownFeatureSet set : sets.all()) {
                        more |= stopped.getCount() > 0 && advance(set);
                    }
                } catch (RuntimeException e) {
                    LOG.warn("Feature sets can't be looked after now", e);
                }
                if (!more) {
                    boolean _ = stopped.await(poll.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One that fails does not hold up the others.
    private boolean advance(KnownFeatureSet set) {
        try {
            return keeper.advance(set);
        } catch (RuntimeException e) {
            LOG.warn("The feature set {} of {} is tried again", set.id(), set.pipeline(), e);
            return false;
        }
    }
}
