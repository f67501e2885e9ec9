package dev.flywheel.registry.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.registry.naming.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Filters, orders and pages of runs, over HTTP and on the real PostgreSQL.
@RegistryIntegrationTest
class RunSearchIT {

    private static final String SQL = "x'; delete from run; -- \\ % _ \" ` $1 ? :a {}";

    private static final String MODEL =
            """
            {"artifact_path": "m", "flavors": {}, "utc_time_created": "now", "run_id": "r"}
            """;

    @LocalServerPort int port;
    @Autowired Tracking tracking;
    @Autowired RenderedLogs logs;
    @Autowired JdbcTemplate jdbc;
    @Autowired TransactionTemplate transactions;

    private RegistryClient registry;
    private String experiment;

    @BeforeEach
    void makeAnExperiment() {
        registry = RegistryClient.admin(port);
        experiment =
                registry.post("experiments/create", Map.of("name", "runs " + UUID.randomUUID()))
                        .json()
                        .path("experiment_id")
                        .asString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    metrics.auc > 0.6                          | b
                    metrics.auc <= 0.6                         | a
                    metrics.auc != 0.6                         | b,c
                    metric.auc >= 0.6 AND params.lr = '0.1'    | a
                    metrics.`val loss` < 1                     | a
                    params.lr != '0.1'                         | b
                    parameters.lr LIKE '0._'                   | a,b
                    params.LR = '0.1'                          |
                    params.sql = 'x''; delete from run; -- \\ % _ " ` $1 ? :a {}' | c
                    tags.team ILIKE 'ADS%'                     | a,b
                    tags.team LIKE 'ADS%'                      |
                    tags.`mlflow.runName` = 'a'                | a
                    tags.team LIKE '%\\'                       |
                    run_name IN ('a', 'c')                     | a,c
                    attributes.run_name NOT IN ('a', 'c')      | b
                    attr."Run name" = 'b'                      | b
                    status = 'FINISHED'                        | b
                    run.status != 'FINISHED'                   | a,c
                    start_time > 1000                          | b,c
                    Created = 3000                             | c
                    end_time >= 0                              | b
                    user_id = 'ada'                            | a
                    artifact_uri LIKE 'mlflow-artifacts:/%'    | a,b,c
                    datasets.name = 'clicks'                   | a,b
                    dataset.digest IN ('d2')                   | b
                    datasets.context = 'train'                 | a
                    datasets.name = 'clicks' AND metrics.auc > 0.6 AND tags.team LIKE 'ads%' | b
                    """)
    void filters(String filter, String names) {
        logThreeRuns();

        assertThat(names(search(filter, "run_name")))
                .isEqualTo(names == null ? List.of() : List.of(names.split(",")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    metrics.auc DESC             | b,a,c,d
                    metrics.auc ASC              | a,b,c,d
                    metrics.auc                  | a,b,c,d
                    params.lr DESC               | b,a,c,d
                    tags.team                    | a,b,c,d
                    start_time                   | a,b,c,d
                    attributes.`start_time` DESC | c,b,a,d
                    end_time                     | b,c,a,d
                    status DESC                  | c,a,d,b
                    """)
    void sortsNaNAndWhatIsMissingLast(String order, String names) {
        logThreeRuns();
        run("d", Map.of());

        assertThat(names(search("", order))).isEqualTo(List.of(names.split(",")));
    }

    @Test
    void sortsByTheLatestStartWithoutAnOrder() {
        logThreeRuns();

        assertThat(names(search("", new String[0]))).containsExactly("c", "b", "a");
    }

    @Test
    void pagesThroughOneQueryOnly() {
        logThreeRuns();
        Map<String, Object> query = query("metrics.auc > 0", "metrics.auc DESC");
        query.put("max_results", 1);

        JsonNode first = registry.post("runs/search", query).json();
        query.put("page_token", first.path("next_page_token").asString());
        query.put("max_results", 5);
        JsonNode second = registry.post("runs/search", query).json();

        assertThat(names(first)).containsExactly("b");
        assertThat(names(second)).containsExactly("a");
        assertThat(second.has("next_page_token")).isFalse();
        query.put("filter", "metrics.auc > 0.1");
        assertThat(registry.post("runs/search", query).error())
                .startsWith(
                        "400 INVALID_PARAMETER_VALUE: Invalid page token: it is of another query.");
        query.put("page_token", "!");
        assertThat(registry.post("runs/search", query).error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid page token, could not base64-decode");
    }

    @Test
    void seesRunsByTheirStageAndExperiment() {
        logThreeRuns();
        String run = search("run_name = 'a'").at("/runs/0/info/run_id").asString();
        registry.post("runs/delete", Map.of("run_id", run));

        assertThat(names(search("", "run_name"))).containsExactly("b", "c");
        Map<String, Object> deleted = query("", "run_name");
        deleted.put("run_view_type", "DELETED_ONLY");
        assertThat(names(registry.post("runs/search", deleted).json())).containsExactly("a");
        assertThat(registry.post("runs/search", Map.of()).json()).isEmpty();
        assertThat(registry.post("runs/search", Map.of("experiment_ids", List.of(SQL))).json())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"filter", "order_by", "page_token", "run_view_type", "experiment_ids"})
    void takesSqlInNoString(String parameter) {
        logThreeRuns();
        Map<String, Object> query = query("", "run_name");
        query.put(parameter, SQL);

        assertThat(registry.post("runs/search", query).status()).isIn(200, 400);
        assertThat(names(search("", "run_name"))).containsExactly("a", "b", "c");
    }

    @Test
    void saysWhereAFilterOrAnOrderIsWrong() {
        assertThat(registry.post("runs/search", query("metrics.a > 1 OR x = 2")).error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid filter at position 15: expected AND or the end, found 'OR x = 2'");
        assertThat(registry.post("runs/search", query("", "metrics.a SIDEWAYS")).error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid order_by at position 11: expected ASC, DESC or the end, found 'SIDEWAYS'");
        assertThat(
                        registry.post(
                                        "runs/search",
                                        Map.of("max_results", 50_001, "experiment_ids", "0"))
                                .error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid value for max_results. It must be a positive integer and at most 50000, but got 50001");
    }

    /// A run's log is written out once it is quiet; no answer may be older than the log.
    @Test
    void showsEveryChangeOfALogThatWasWrittenOut() {
        logThreeRuns();
        String run = search("run_name = 'c'").at("/runs/0/info/run_id").asString();
        Map<String, Object> later =
                Map.of("run_id", run, "key", "auc", "value", 0.9, "timestamp", 2, "step", 1);
        Map<String, Object> tag = Map.of("run_id", run, "key", "t", "value", "\u2028 \\ \"");

        assertSearchedAsRead();
        changed("runs/set-tag", tag);
        changed("runs/set-tag", Map.of("run_id", run, "key", "t", "value", "é\u0001"));
        changed("runs/delete-tag", tag);
        changed("runs/log-metric", later);
        changed(
                "runs/log-metric",
                Map.of("run_id", run, "key", "auc", "value", 1e300, "timestamp", 1));
        changed("runs/log-parameter", Map.of("run_id", run, "key", "late", "value", "x"));
        changed("runs/log-model", Map.of("run_id", run, "model_json", MODEL));
        changed("runs/update", Map.of("run_id", run, "run_name", "renamed", "status", "FAILED"));
        changed("runs/delete", Map.of("run_id", run));
        changed("runs/restore", Map.of("run_id", run));
        awaitWrittenOut();
        read(run, "late", "d3", List.of(Map.of("key", "mlflow.data.context", "value", "test")));
        assertSearchedAsRead();
    }

    @Test
    void writesNoLogOutWhileSomebodyChangesIt() {
        logThreeRuns();
        String run = search("run_name = 'a'").at("/runs/0/info/run_id").asString();
        awaitWrittenOut();

        transactions.executeWithoutResult(_ -> {
            tracking.log(run, LoggedBatch.of(new Tag("uncommitted", "yes")));
            jdbc.update(
                    "update rendered_log set changed_at = now() - interval '1 hour' where run_id = ?",
                    run);
            // As another registry would, in its own transaction.
            CompletableFuture.runAsync(logs::writeOut).join();
            assertThat(search("tags.uncommitted = 'yes'")).isEmpty();
            assertSearchedAsRead();
        });

        assertThat(names(search("tags.uncommitted = 'yes'"))).containsExactly("a");
        assertSearchedAsRead();
        awaitWrittenOut();
        assertSearchedAsRead();
    }

    @Test
    void answersMoreRunsThanItHoldsAtATime() {
        jdbc.update(
                """
                insert into run
                  (id, experiment_id, name, user_id, status, lifecycle_stage, artifact_uri)
                select 'held' || ? || n, ?, 'r' || n, '', 'FINISHED', 'ACTIVE', ''
                from generate_series(100, 504) n
                """,
                experiment,
                Long.valueOf(experiment));

        assertThat(names(search("", "run_name")))
                .isEqualTo(IntStream.range(100, 505).mapToObj(n -> "r" + n).toList());
    }

    private void changed(String endpoint, Map<String, Object> change) {
        awaitWrittenOut();
        assertThat(registry.post(endpoint, change).status()).as(endpoint).isEqualTo(200);
        assertSearchedAsRead();
    }

    private void awaitWrittenOut() {
        // Not by the clock: quiet for a while is what a run is told to have been.
        await().until(() -> {
            jdbc.update(
                    """
                    update rendered_log set changed_at = now() - interval '1 hour'
                    where json is null and run_id in (select id from run where experiment_id = ?)
                    """,
                    Long.valueOf(experiment));
            logs.writeOut();
            return jdbc.queryForObject(
                    """
                    select count(json) = count(*)
                    from run left join rendered_log on run_id = id where experiment_id = ?
                    """,
                    Boolean.class,
                    Long.valueOf(experiment));
        });
    }

    /// A run that is read alone is read from the log itself.
    private void assertSearchedAsRead() {
        Map<String, Object> query = query("", "run_name");
        query.put("run_view_type", "ALL");
        JsonNode found = registry.post("runs/search", query).json().path("runs");

        assertThat(found).isNotEmpty();
        for (JsonNode run : found) {
            String id = run.at("/info/run_id").asString();
            assertThat(run.toString())
                    .isEqualTo(registry.get("runs/get?run_id=" + id).json().path("run").toString());
        }
    }

    private void logThreeRuns() {
        String a = run("a", Map.of("user_id", "ada", "start_time", 1_000));
        log(a, Map.of("auc", 0.6, "val loss", 0.5), Map.of("lr", "0.1"), Map.of("team", "ads 1"));
        read(a, "clicks", "d1", List.of(Map.of("key", "mlflow.data.context", "value", "train")));
        String b = run("b", Map.of("start_time", 2_000));
        log(b, Map.of("auc", 0.7), Map.of("lr", "0.2"), Map.of("team", "ads 2"));
        read(b, "clicks", "d2", List.of());
        registry.post("runs/update", Map.of("run_id", b, "status", "FINISHED", "end_time", 9_000));
        String c = run("c", Map.of("start_time", 3_000));
        log(c, Map.of("auc", "NaN"), Map.of("sql", SQL), Map.of());
    }

    private String run(String name, Map<String, Object> more) {
        Map<String, Object> run = new HashMap<>(more);
        run.put("experiment_id", experiment);
        run.put("run_name", name);
        return registry.post("runs/create", run).json().at("/run/info/run_id").asString();
    }

    private void log(
            String run, Map<String, Object> metrics, Map<String, String> params, Map<?, ?> tags) {
        List<Map<String, Object>> points = new ArrayList<>();
        metrics.forEach(
                (key, value) -> points.add(Map.of("key", key, "value", value, "timestamp", 1)));
        Map<String, Object> batch =
                Map.of(
                        "run_id",
                        run,
                        "metrics",
                        points,
                        "params",
                        keysAndValues(params),
                        "tags",
                        keysAndValues(tags));
        assertThat(registry.post("runs/log-batch", batch).status()).isEqualTo(200);
    }

    private void read(String run, String dataset, String digest, List<Map<String, String>> tags) {
        Map<String, String> described =
                Map.of("name", dataset, "digest", digest, "source_type", "local", "source", "{}");
        Map<String, Object> input = Map.of("dataset", described, "tags", tags);
        assertThat(
                        registry.post(
                                        "runs/log-inputs",
                                        Map.of("run_id", run, "datasets", List.of(input)))
                                .status())
                .isEqualTo(200);
    }

    private static List<Map<String, Object>> keysAndValues(Map<?, ?> entries) {
        List<Map<String, Object>> list = new ArrayList<>();
        entries.forEach((key, value) -> list.add(Map.of("key", key, "value", value)));
        return list;
    }

    private Map<String, Object> query(String filter, String... order) {
        Map<String, Object> query = new HashMap<>();
        query.put("experiment_ids", List.of(experiment));
        query.put("filter", filter);
        query.put("order_by", List.of(order));
        return query;
    }

    private JsonNode search(String filter, String... order) {
        var answer = registry.post("runs/search", query(filter, order));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> names(JsonNode found) {
        return found.path("runs")
                .valueStream()
                .map(run -> run.at("/info/run_name").asString())
                .toList();
    }
}
