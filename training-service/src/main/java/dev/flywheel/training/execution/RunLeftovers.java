package dev.flywheel.training.execution;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.ArtifactStore.Item;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.support.artifact.ArtifactAreas;
import dev.flywheel.training.run.TrainingRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Frees what runs have handed from step to step, once they have ended: the registry has its own
/// copy of what was registered, and nobody reads the rest again.
///
/// A step stores before the run names it, so what is younger than the grace stays; equal bytes that
/// are stored again become younger.
@Configuration(proxyBeanMethods = false)
class RunLeftovers {

    private static final Logger LOG = LoggerFactory.getLogger(RunLeftovers.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofHours(1);

    @Bean
    Task<Void> runLeftoversTask(
            ObjectProvider<TrainingRuns> runs, ArtifactAreas areas, Clock clock) {
        ArtifactStore artifacts = areas.alone("training");
        return Tasks.recurring("run-leftovers", FixedDelay.of(EVERY))
                .execute((_, _) -> {
                    try {
                        free(artifacts, runs.getObject(), clock.instant().minus(GRACE));
                    } catch (IOException e) {
                        throw new UncheckedIOException("What runs left can't be freed", e);
                    }
                });
    }

    private static void free(ArtifactStore artifacts, TrainingRuns runs, Instant before)
            throws IOException {
        artifacts.tidy(before);
        List<Digest> old;
        try (Stream<Item> items = artifacts.items()) {
            old =
                    items.filter(item -> item.at().isBefore(before))
                            .map(item -> item.stored().digest())
                            .toList();
        }
        Set<String> needed = runs.artifactsInUse();
        int freed = 0;
        for (Digest digest : old) {
            boolean leftOver =
                    !needed.contains(digest.hex())
                            && artifacts
                                    .find(digest)
                                    .filter(item -> item.at().isBefore(before))
                                    .isPresent();
            if (leftOver) {
                artifacts.delete(digest);
                freed++;
            }
        }
        LOG.atInfo().addKeyValue("files", freed).log("Freed what ended runs had left");
    }
}
