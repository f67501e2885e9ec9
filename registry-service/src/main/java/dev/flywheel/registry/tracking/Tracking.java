package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.tracking.TrackingException.ExperimentExistsException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentNotFoundException;
import dev.flywheel.registry.tracking.TrackingException.RunNotFoundException;
import dev.flywheel.registry.tracking.TrackingException.TagNotFoundException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Starts runs, takes what they log, and finds them again.
@Component
public class Tracking {

    private final Experiments experiments;
    private final Runs runs;
    private final RunLog log;
    private final RunInputs inputs;
    private final RenderedLogs rendered;
    private final Clock clock;

    Tracking(
            Experiments experiments,
            Runs runs,
            RunLog log,
            RunInputs inputs,
            RenderedLogs rendered,
            Clock clock) {
        this.experiments = experiments;
        this.runs = runs;
        this.log = log;
        this.inputs = inputs;
        this.rendered = rendered;
        this.clock = clock;
    }

    @Transactional
    public Experiment createExperiment(
            String name, @Nullable String artifactLocation, List<Tag> tags) {
        refuseTaken(name);
        return saveNamed(new Experiment(name, artifactLocation, tags, clock.instant()));
    }

    @Transactional(readOnly = true)
    public Experiment experiment(String id) {
        return Optional.of(id)
                .filter(text -> Experiment.ID.matcher(text).matches())
                .flatMap(text -> experiments.findById(Long.parseLong(text)))
                .orElseThrow(() -> ExperimentNotFoundException.withId(id));
    }

    @Transactional(readOnly = true)
    public Experiment experimentNamed(String name) {
        return experiments
                .findByName(name)
                .orElseThrow(() -> ExperimentNotFoundException.withName(name));
    }

    /// Gives an experiment a name that no other has, deleted ones included.
    @Transactional
    public void renameExperiment(String id, String newName) {
        Experiment experiment = experiment(id);
        if (!experiment.name().equals(newName)) {
            refuseTaken(newName);
        }
        experiment.rename(newName, clock.instant());
        saveNamed(experiment);
    }

    @Transactional
    public void setExperimentTag(String id, Tag tag) {
        experiment(id).setTag(tag, clock.instant());
    }

    @Transactional
    public LoggedRun startRun(NewRun asked) {
        Experiment experiment = experiment(asked.experimentId());
        experiment.requireActive();
        String id = UUID.randomUUID().toString().replace("-", "");
        Run run =
                runs.saveAndFlush(
                        new Run(
                                id,
                                experiment,
                                asked.nameOr(id),
                                asked.userId(),
                                asked.startTime()));
        rendered.forget(id);
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
            rendered.forget(id);
            log.setTags(id, List.of(new Tag(NewRun.NAME_TAG, name)));
        }
        return run;
    }

    @Transactional
    public void log(String runId, LoggedBatch batch) {
        Run run = findActive(runId);
        rendered.forget(runId);
        log.addParams(runId, batch.params());
        log.addMetrics(runId, batch.metrics());
        log.setTags(runId, batch.tags());
        NewRun.nameIn(batch.tags()).ifPresent(run::rename);
    }

    /// Takes a tag of a run away.
    @Transactional
    public void deleteTag(String runId, String key) {
        findActive(runId);
        rendered.forget(runId);
        if (!log.deleteTag(runId, key)) {
            throw new TagNotFoundException(runId, key);
        }
    }

    /// Notes the data sets that a run has read.
    @Transactional
    public void logInputs(String runId, List<DatasetInput> read) {
        Run run = findActive(runId);
        rendered.forget(runId);
        inputs.add(run, read);
    }

    /// Notes a model that a run has stored among its artifacts.
    ///
    /// @param modelJson what the model's `MLmodel` file says, as JSON
    @Transactional
    public void logModel(String runId, String modelJson) {
        findActive(runId);
        rendered.forget(runId);
        Optional<String> before =
                log.data(runId).tags().stream()
                        .filter(tag -> tag.key().equals(ModelHistory.TAG))
                        .map(Tag::value)
                        .findFirst();
        log.setTags(runId, List.of(ModelHistory.with(before, modelJson)));
    }

    private LoggedRun logged(Run run) {
        return new LoggedRun(run, log.data(run.id()));
    }

    private Run findActive(String id) {
        Run run = find(id);
        run.requireActive();
        return run;
    }

    Run find(String id) {
        return runs.findById(id).orElseThrow(() -> new RunNotFoundException(id));
    }

    private void refuseTaken(String name) {
        experiments
                .findByName(name)
                .ifPresent(taken -> {
                    throw new ExperimentExistsException(name, taken.lifecycleStage());
                });
    }

    private Experiment saveNamed(Experiment experiment) {
        try {
            return experiments.saveAndFlush(experiment);
        } catch (DataIntegrityViolationException _) {
            throw new ExperimentExistsException(experiment.name(), LifecycleStage.ACTIVE);
        }
    }
}
