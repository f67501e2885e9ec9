package dev.flywheel.registry.tracking;

import dev.flywheel.registry.search.SearchQuery;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Finds experiments and runs by MLflow's filters, in MLflow's orders.
@Component
public class TrackingSearch {

    private static final int MOST_DATASETS = 1_000;

    private final ExperimentSearch experiments;
    private final RunSearch runs;
    private final RenderedLogs logs;
    private final RunInputs inputs;

    TrackingSearch(
            ExperimentSearch experiments, RunSearch runs, RenderedLogs logs, RunInputs inputs) {
        this.experiments = experiments;
        this.runs = runs;
        this.logs = logs;
        this.inputs = inputs;
    }

    /// A page of experiments, the newest first if the query has no order.
    @Transactional(readOnly = true)
    public List<Experiment> experiments(Set<LifecycleStage> stages, SearchQuery query) {
        return experiments.find(stages, query);
    }

    /// The ids of a page of the runs of these experiments, the latest start first among equal ones.
    @Transactional(readOnly = true)
    public List<String> runs(
            Collection<String> experimentIds, Set<LifecycleStage> stages, SearchQuery query) {
        return runs.find(numbers(experimentIds), stages, query);
    }

    /// These runs with what they have logged, in this order.
    @Transactional(readOnly = true)
    public List<RenderedRun> runs(List<String> ids) {
        return logs.runs(ids);
    }

    /// The data sets that runs of these experiments have read.
    @Transactional(readOnly = true)
    public List<DatasetSummary> datasets(Collection<String> experimentIds) {
        return inputs.summaries(numbers(experimentIds), MOST_DATASETS);
    }

    private static List<Long> numbers(Collection<String> experimentIds) {
        return experimentIds.stream()
                .filter(text -> Experiment.ID.matcher(text).matches())
                .map(Long::valueOf)
                .toList();
    }
}
