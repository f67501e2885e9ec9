package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.tracking.TrackingException.ExperimentExistsException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentNotActiveException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentNotFoundException;
import dev.flywheel.registry.tracking.TrackingException.RunNotFoundException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Starts runs, takes what they log, and finds them again.
@Component
public class Tracking {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Experiments experiments;
    private final Runs runs;
    private final RunLog log;
    private final Clock clock;

    Tracking(Experiments experiments, Runs runs, RunLog log, Clock clock) {
        this.experiments = experiments;
        this.runs = runs;
        this.log = log;
        this.clock = clock;
    }

    @Transactional
    public Experiment createExperiment(
            String name, @Nullable String artifactLocation, List<Tag> tags) {
        experiments
                .findByName(name)
                .ifPresent(taken -> {
                    throw new ExperimentExistsException(name, taken.lifecycleStage());
                });
        try {
            return experiments.saveAndFlush(
                    new Experiment(name, artifactLocation, tags, clock.instant()));
        } catch (DataIntegrityViolationException _) {
            throw new ExperimentExistsException(name, LifecycleStage.ACTIVE);
        }
    }

    @Transactional(readOnly = true)
    public Experiment experiment(String id) {
        return Optional.of(id)
                .filter(text -> NUMBER.matcher(text).matches())
                .flatMap(text -> experiments.findById(Long.parseLong(text)))
                .orElseThrow(() -> ExperimentNotFoundException.withId(id));
    }

    @Transactional(readOnly = true)
    public Experiment experimentNamed(String name) {
        return experiments
                .findByName(name)
                .orElseThrow(() -> ExperimentNotFoundException.withName(name));
    }

    /// A page of experiments, the last updated first.
    ///
    /// @param name only the one of that name, if given
    @Transactional(readOnly = true)
    public List<Experiment> searchExperiments(
            @Nullable String name, Set<LifecycleStage> stages, int limit, long offset) {
        return experiments.search(stages, name, limit, offset);
    }

    @Transactional
    public LoggedRun startRun(NewRun asked) {
        Experiment experiment = experiment(asked.experimentId());
        if (experiment.lifecycleStage() != LifecycleStage.ACTIVE) {
            throw new ExperimentNotActiveException(experiment);
        }
        String id = UUID.randomUUID().toString().replace("-", "");
        Run run =
                runs.saveAndFlush(
                        new Run(
                                id,
                                experiment,
                                asked.nameOr(id),
                                asked.userId(),
                                asked.startTime()));
        log.setTags(id, asked.tags());
        log.setTags(id, List.of(new Tag(NewRun.NAME_TAG, run.name())));
        return logged(run);
    }

    @Transactional(readOnly = true)
    public LoggedRun run(String id) {
        return logged(find(id));
    }

    /// Changes what is given of a run.
    @Transactional
    public Run updateRun(
            String id, @Nullable RunStatus status, @Nullable Long endTime, @Nullable String name) {
        Run run = findActive(id);
        if (status != null) {
            run.moveTo(status, endTime);
        }
        if (name != null && !name.isEmpty()) {
            run.rename(name);
            log.setTags(id, List.of(new Tag(NewRun.NAME_TAG, name)));
        }
        return run;
    }

    @Transactional
    public void log(String runId, LoggedBatch batch) {
        Run run = findActive(runId);
        log.addParams(runId, batch.params());
        log.addMetrics(runId, batch.metrics());
        log.setTags(runId, batch.tags());
        NewRun.nameIn(batch.tags()).ifPresent(run::rename);
    }

    /// A page of the runs of these experiments, the latest start first.
    @Transactional(readOnly = true)
    public List<LoggedRun> searchRuns(
            Collection<String> experimentIds, Set<LifecycleStage> stages, int limit, long offset) {
        List<Long> ids =
                experimentIds.stream()
                        .filter(text -> NUMBER.matcher(text).matches())
                        .map(Long::valueOf)
                        .toList();
        return log.logged(runs.search(ids, stages, limit, offset));
    }

    /// A page of a metric's points, the oldest first; none for a metric that was never logged.
    @Transactional(readOnly = true)
    public List<Metric> metricHistory(String runId, String key, int limit, long offset) {
        find(runId);
        return log.history(runId, key, limit, offset);
    }

    private LoggedRun logged(Run run) {
        return new LoggedRun(run, log.data(run.id()));
    }

    private Run findActive(String id) {
        Run run = find(id);
        run.requireActive();
        return run;
    }

    private Run find(String id) {
        return runs.findById(id).orElseThrow(() -> new RunNotFoundException(id));
    }
}
