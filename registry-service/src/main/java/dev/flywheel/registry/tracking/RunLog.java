package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// The metrics, parameters and tags of runs, written in batches: a point is a line of a log, not an
/// entity.
///
/// Every statement takes its keys in order, so that two batches on one run wait for each other and
/// never deadlock.
@Component
class RunLog {

    private static final String ADD_POINT =
            """
            insert into metric (run_id, key, timestamp, step, value) values (?, ?, ?, ?, ?)
            on conflict do nothing
            """;
    private static final String RAISE_LATEST =
            """
            insert into latest_metric (run_id, key, timestamp, step, value) values (?, ?, ?, ?, ?)
            on conflict (run_id, key) do update
            set timestamp = excluded.timestamp, step = excluded.step, value = excluded.value
            where (excluded.step, excluded.timestamp, excluded.value)
                > (latest_metric.step, latest_metric.timestamp, latest_metric.value)
            """;
    private static final Comparator<Metric> LATEST =
            Comparator.comparingLong(Metric::step)
                    .thenComparingLong(Metric::timestamp)
                    .thenComparingDouble(Metric::value);
    private static final String ADD_PARAM =
            "insert into param (run_id, key, value) values (?, ?, ?) on conflict do nothing";
    private static final String SET_TAG =
            """
            insert into run_tag (run_id, key, value) values (?, ?, ?)
            on conflict (run_id, key) do update set value = excluded.value
            """;

    private final JdbcTemplate jdbc;
    private final RunInputs inputs;

    RunLog(JdbcTemplate jdbc, RunInputs inputs) {
        this.jdbc = jdbc;
        this.inputs = inputs;
    }

    void addMetrics(String runId, List<Metric> metrics) {
        jdbc.batchUpdate(ADD_POINT, rows(runId, metrics));
        // A batch is one statement, which may touch a row but once.
        jdbc.batchUpdate(RAISE_LATEST, rows(runId, greatest(metrics)));
    }

    private static Collection<Metric> greatest(List<Metric> metrics) {
        return metrics.stream()
                .collect(
                        Collectors.toMap(
                                Metric::key, Function.identity(), BinaryOperator.maxBy(LATEST)))
                .values();
    }

    private static List<Object[]> rows(String runId, Collection<Metric> metrics) {
        return metrics.stream()
                .sorted(Comparator.comparing(Metric::key))
                .map(m -> new Object[] {runId, m.key(), m.timestamp(), m.step(), m.value()})
                .toList();
    }

    /// Adds parameters that are new, and refuses one that has another value.
    void addParams(String runId, List<Param> params) {
        jdbc.batchUpdate(
                ADD_PARAM,
                params.stream()
                        .sorted(Comparator.comparing(Param::key))
                        .map(p -> new Object[] {runId, p.key(), p.value()})
                        .toList());
        Map<String, Param> logged = new LinkedHashMap<>();
        data(runId).params().forEach(p -> logged.put(p.key(), p));
        for (Param param : params) {
            Param first = logged.getOrDefault(param.key(), param);
            if (!first.value().equals(param.value())) {
                throw new TrackingException.ParamChangedException(runId, first, param.value());
            }
        }
    }

    /// Sets tags; of two with the same key the last counts.
    void setTags(String runId, List<Tag> tags) {
        Map<String, String> last = new TreeMap<>();
        tags.forEach(tag -> last.put(tag.key(), tag.value()));
        jdbc.batchUpdate(
                SET_TAG,
                last.entrySet().stream()
                        .map(t -> new Object[] {runId, t.getKey(), t.getValue()})
                        .toList());
    }

    /// Takes a tag away.
    ///
    /// @return false if there is none
    boolean deleteTag(String runId, String key) {
        return jdbc.update("delete from run_tag where run_id = ? and key = ?", runId, key) > 0;
    }

    /// What a run has logged.
    RunData data(String runId) {
        return data(List.of(runId)).getFirst();
    }

    /// What each of the runs has logged, in their order.
    List<RunData> data(List<String> runIds) {
        Map<String, List<DatasetInput>> read = inputs.of(runIds);
        List<RunData> data =
                runIds.stream().map(id -> nothingBut(read.getOrDefault(id, List.of()))).toList();
        read(
                "latest_metric",
                "key, value, timestamp, step",
                runIds,
                (run, row) ->
                        data.get(run)
                                .metrics()
                                .add(
                                        new Metric(
                                                row.getString(2),
                                                row.getDouble(3),
                                                row.getLong(4),
                                                row.getLong(5))));
        read(
                "param",
                "key, value",
                runIds,
                (run, row) ->
                        data.get(run).params().add(new Param(row.getString(2), row.getString(3))));
        read(
                "run_tag",
                "key, value",
                runIds,
                (run, row) ->
                        data.get(run).tags().add(new Tag(row.getString(2), row.getString(3))));
        return data;
    }

    /// Reads by the index, run by run: a page has a hundred thousand rows, and sorting them takes
    /// as long again as reading them.
    private void read(String table, String columns, List<String> runIds, Reader reader) {
        jdbc.query(
                """
                select run.place, logged.*
                from unnest(?) with ordinality run (id, place)
                cross join lateral
                  (select %s from %s where run_id = run.id order by key offset 0) logged
                """
                        .formatted(columns, table),
                row -> {
                    reader.read(row.getInt(1) - 1, row);
                },
                (Object) runIds.toArray(String[]::new));
    }

    private static RunData nothingBut(List<DatasetInput> inputs) {
        return new RunData(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), inputs);
    }

    /// Reads a row of the run at that place.
    private interface Reader {
        void read(int run, ResultSet row) throws SQLException;
    }
}
