package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The data sets that runs have read. One of the same name and digest is kept once an experiment.
@Component
class RunInputs {

    private static final String ADD_DATASET =
            """
            insert into dataset (experiment_id, name, digest, source_type, source, schema, profile)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """;
    private static final String ADD_INPUT =
            """
            insert into run_input (run_id, dataset_id)
            select ?, id from dataset where experiment_id = ? and name = ? and digest = ?
            on conflict do nothing
            """;
    private static final String SET_TAG =
            """
            insert into run_input_tag (run_id, dataset_id, key, value)
            select ?, id, ?, ? from dataset where experiment_id = ? and name = ? and digest = ?
            on conflict (run_id, dataset_id, key) do update set value = excluded.value
            """;
    private static final String OF_RUNS =
            """
            select i.run_id, d.id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile,
                   t.key, t.value
            from run_input i
            join dataset d on d.id = i.dataset_id
            left join run_input_tag t on t.run_id = i.run_id and t.dataset_id = i.dataset_id
            where i.run_id = any(?)
            order by i.run_id, d.id, t.key
            """;

    private static final String SUMMARIES =
            """
            select distinct d.experiment_id, d.name, d.digest, t.value
            from dataset d
            join run_input i on i.dataset_id = d.id
            left join run_input_tag t
              on t.run_id = i.run_id and t.dataset_id = i.dataset_id and t.key = ?
            where d.experiment_id = any(?)
            order by d.name, d.digest, t.value limit ?
            """;

    private final JdbcTemplate jdbc;

    RunInputs(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes what a run has read. A data set that is known keeps its source and its columns.
    void add(Run run, List<DatasetInput> inputs) {
        // In one order, so that two requests wait for each other and never deadlock.
        List<DatasetInput> sorted =
                inputs.stream()
                        .sorted(
                                Comparator.comparing((DatasetInput i) -> i.dataset().name())
                                        .thenComparing(i -> i.dataset().digest()))
                        .toList();
        long experiment = run.experimentId();
        jdbc.batchUpdate(
                ADD_DATASET, sorted.stream().map(i -> row(experiment, i.dataset())).toList());
        jdbc.batchUpdate(
                ADD_INPUT,
                sorted.stream()
                        .map(DatasetInput::dataset)
                        .map(d -> new Object[] {run.id(), experiment, d.name(), d.digest()})
                        .toList());
        jdbc.batchUpdate(SET_TAG, sorted.stream().flatMap(i -> tags(run, i).stream()).toList());
    }

    /// What each of the runs has read; runs that have read nothing are left out.
    Map<String, List<DatasetInput>> of(Collection<String> runIds) {
        Map<String, Map<Long, DatasetInput>> inputs = new HashMap<>();
        jdbc.query(
                OF_RUNS,
                row -> {
                    DatasetInput input =
                            inputs.computeIfAbsent(row.getString(1), _ -> new LinkedHashMap<>())
                                    .computeIfAbsent(row.getLong(2), _ -> input(row));
                    String key = row.getString(9);
                    if (key != null) {
                        input.tags().add(new Tag(key, row.getString(10)));
                    }
                },
                (Object) runIds.toArray(String[]::new));
        Map<String, List<DatasetInput>> lists = new HashMap<>();
        inputs.forEach((run, ofRun) -> lists.put(run, List.copyOf(ofRun.values())));
        return lists;
    }

    /// The data sets that runs of these experiments have read, once for each context.
    List<DatasetSummary> summaries(Collection<Long> experiments, int most) {
        return jdbc.query(
                SUMMARIES,
                (row, _) ->
                        new DatasetSummary(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)),
                DatasetInput.CONTEXT,
                experiments.toArray(Long[]::new),
                most);
    }

    private static DatasetInput input(ResultSet row) {
        try {
            return new DatasetInput(
                    new Dataset(
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8)),
                    new ArrayList<>());
        } catch (SQLException e) {
            throw new IllegalStateException("A run's data set can't be read", e);
        }
    }

    private static Object[] row(long experiment, Dataset dataset) {
        return new Object[] {
            experiment,
            dataset.name(),
            dataset.digest(),
            dataset.sourceType(),
            dataset.source(),
            dataset.schema(),
            dataset.profile()
        };
    }

    private static List<Object[]> tags(Run run, DatasetInput input) {
        Dataset dataset = input.dataset();
        return input.tags().stream()
                .map(tag ->
                        new Object[] {
                            run.id(),
                            tag.key(),
                            tag.value(),
                            run.experimentId(),
                            dataset.name(),
                            dataset.digest()
                        })
                .toList();
    }
}
