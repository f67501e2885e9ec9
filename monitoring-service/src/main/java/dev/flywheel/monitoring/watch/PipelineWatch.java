package dev.flywheel.monitoring.watch;

import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.monitoring.profile.Profiles;
import dev.flywheel.monitoring.profile.ReferenceUnavailableException;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.pipeline.Pipeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Takes batches of the log: finds what their versions were trained to expect, has them counted,
/// and publishes how it went. One thread a pipeline.
@Component
public class PipelineWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWatch.class);

    /// A version is announced before it serves; one that isn't after so long never will be.
    private static final Duration ANNOUNCED_WITHIN = Duration.ofSeconds(60);

    private final LogCounter counter;
    private final Profiles profiles;
    private final WatchMeters meters;
    private final Clock clock;
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Map<String, WatchedPipeline> last = new ConcurrentHashMap<>();

    PipelineWatch(LogCounter counter, Profiles profiles, WatchMeters meters, Clock clock) {
        this.counter = counter;
        this.profiles = profiles;
        this.meters = meters;
        this.clock = clock;
    }

    /// Counts a batch, unless it is empty and moves no clock.
    ///
    /// @throws ReferenceUnavailableException if a version's reference can't be had now; nothing is
    ///   counted then
    public void count(Pipeline pipeline, LogBatch batch) {
        batch.predictions().stream()
                .map(PredictionServed::version)
                .distinct()
                .forEach(version -> require(pipeline, version));
        WatchedPipeline before = last.get(pipeline.name());
        if (before == null || batch.changes(before)) {
            LogCounter.Counted counted =
                    counter.count(pipeline, batch, version -> profile(pipeline, version));
            last.put(pipeline.name(), counted.state());
            meters.update(pipeline, counted.state());
        }
        if (failures.remove(pipeline.name()) != null) {
            LOG.info("The prediction log is counted again pipeline={}", pipeline.name());
        }
    }

    /// Notes that the log can't be counted now.
    public void failed(Pipeline pipeline, RuntimeException cause) {
        last.remove(pipeline.name());
        failures.put(pipeline.name(), cause.toString());
        if (cause instanceof ReferenceUnavailableException || cause instanceof LogMovedException) {
            LOG.warn(
                    "The prediction log waits pipeline={} cause={}",
                    pipeline.name(),
                    cause.getMessage());
        } else {
            LOG.warn(
                    "The prediction log can't be counted, trying again pipeline={}",
                    pipeline.name(),
                    cause);
        }
    }

    /// Notes how many records of a topic are still to be read.
    public void lags(Pipeline pipeline, String topic, long records) {
        meters.lag(pipeline.name(), topic, records);
    }

    /// Why a pipeline's log can't be counted now; empty if it can.
    public Optional<String> failure(String pipeline) {
        return Optional.ofNullable(failures.get(pipeline));
    }

    private void require(Pipeline pipeline, int version) {
        String key = pipeline.name() + "/" + version;
        if (profiles.find(pipeline, version).isPresent()) {
            missing.remove(key);
            return;
        }
        Instant since = missing.computeIfAbsent(key, _ -> clock.instant());
        if (clock.instant().isBefore(since.plus(ANNOUNCED_WITHIN))) {
            throw new ReferenceUnavailableException(key, "the version was not announced yet");
        }
    }

    private VersionProfile profile(Pipeline pipeline, int version) {
        return profiles.find(pipeline, version).orElseGet(() -> VersionProfile.unknown(version));
    }
}
