package dev.flywheel.feature.archive.kafka;

import dev.flywheel.feature.topic.PipelineTopics;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// One archiving thread for each pipeline, from start to shutdown.
final class ArchiveListeners implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveListeners.class);

    private final List<ArchiveListener> listeners;
    private final PipelineTopics topics;
    private final List<Thread> threads = new ArrayList<>();

    ArchiveListeners(List<ArchiveListener> listeners, PipelineTopics topics) {
        this.listeners = List.copyOf(listeners);
        this.topics = topics;
    }

    @Override
    public void start() {
        for (ArchiveListener listener : listeners) {
            threads.add(
                    Thread.ofPlatform()
                            .name("archive-" + threads.size())
                            .daemon()
                            .start(() -> listen(listener)));
        }
    }

    @Override
    public void stop() {
        listeners.forEach(ArchiveListener::stop);
        if (!topics.exist()) {
            threads.forEach(Thread::interrupt);
        }
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                LOG.warn("Did not wait for archiving to end");
            }
        }
        threads.clear();
    }

    private void listen(ArchiveListener listener) {
        try {
            topics.await();
            listener.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }
}
