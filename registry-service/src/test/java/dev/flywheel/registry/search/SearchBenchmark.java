package dev.flywheel.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/// How long searches take over HTTP, with a filter and an order each, beside a call that reads
/// nothing. Not part of the build: its name is neither a test's nor an integration test's, and the
/// module's README has the command.
@RegistryIntegrationTest
class SearchBenchmark {

    // Enough for the optimizing compiler.
    private static final int WARM_UP = 200;
    private static final int MEASURED = 200;
    private static final double LIMIT = 100;
    private static final String HEADER =
            """
            | search | rows | p50 ms | p95 ms | p95 / floor |
            |---|---:|---:|---:|---:|
            """;

    @LocalServerPort int port;
    @Autowired JdbcTemplate jdbc;
    @Autowired DataSource dataSource;

    private final Random random = new Random(4);
    private final Map<String, Double> slow = new LinkedHashMap<>();
    private final StringBuilder table = new StringBuilder(HEADER);
    private RegistryClient registry;
    private String experiment;
    private double floor;

    @BeforeEach
    void fill() throws Exception {
        registry = RegistryClient.admin(port);
        try (Connection connection = dataSource.getConnection()) {
            ScriptUtils.executeSqlScript(connection, new ClassPathResource("benchmark/search.sql"));
        }
        await().atMost(Duration.ofMinutes(5)).until(this::isAllWrittenOut);
        // What autovacuum does in time.
        jdbc.execute("vacuum analyze");
        experiment =
                registry.get("experiments/get-by-name?experiment_name=bench-1")
                        .json()
                        .at("/experiment/experiment_id")
                        .asString();
    }

    private boolean isAllWrittenOut() {
        return jdbc.queryForList("select 1 from rendered_log where json is null limit 1").isEmpty();
    }

    @Test
    void answersEverySearchInTime() throws Exception {
        floor = measure(() -> registry.send("GET", "/health", new byte[0]).status())[1];
        row("GET /health (the floor)", 0, new double[] {floor, floor});

        searchRuns();
        searchExperiments();
        searchModels();
        searchVersions();

        assertThat(slow).isEmpty();
    }

    private void searchRuns() {
        runs("metrics.m7 > %d.%d AND params.p3 = 'v%d'", "metrics.m9 DESC", 100, 0);
        runs("metrics.m7 > 0.%d", "metrics.m9", 100, 9);
        runs("params.p5 LIKE '%%%d'", "params.p1 DESC", 100, 9);
        runs("tags.team = 'team-%d' AND attributes.status = 'FINISHED'", "start_time", 100, 9);
        runs("run_name LIKE 'run-%%%d' AND metrics.m1 < 0.9", "metrics.m2 DESC", 100, 9);
        runs("metrics.m7 > 0.%d AND metrics.m8 > 0.2 AND params.p9 != 'v1'", "params.p2", 100, 9);
        runs("metrics.m7 > 0.%d", "metrics.m9 DESC", 1_000, 9);
    }

    private void searchExperiments() {
        get("experiments", "tags.team = 'team-%d' AND name LIKE 'bench-%%'", "name DESC", 100);
        get("experiments", "name LIKE 'bench-%d%%'", "last_update_time DESC", 1_000);
    }

    private void searchModels() {
        get("registered-models", "tags.team = 'team-%d'", "timestamp DESC", 100);
        get("registered-models", "alias = 'champion' AND name LIKE '%%%d'", "name", 100);
        get("registered-models", "aliases.champion = %d", "aliases.challenger DESC", 100);
        get("registered-models", "name LIKE 'bench-%%' AND name != '%d'", "name", 1_000);
    }

    private void searchVersions() {
        get("model-versions", "name = 'bench-%d'", "version_number DESC", 100);
        get("model-versions", "tags.team = 'team-%d' AND version_number > 5", "name", 100);
        get("model-versions", "alias = 'champion' AND name LIKE '%%%d'", "creation_timestamp", 100);
        get("model-versions", "run_id = 'bench%d'", "last_updated_timestamp", 100);
        get("model-versions", "source_path LIKE '%%/%d'", "last_updated_timestamp DESC", 1_000);
    }

    private void runs(String filter, String order, int page, int most) {
        Supplier<Map<String, Object>> query =
                () ->
                        Map.of(
                                "experiment_ids",
                                List.of(experiment),
                                "filter",
                                filled(filter, most),
                                "order_by",
                                List.of(order),
                                "max_results",
                                page);
        int rows = registry.post("runs/search", query.get()).json().path("runs").size();
        double[] times = measure(() -> registry.post("runs/search", query.get()).status());
        row("runs: `%s`, `%s`, page of %d".formatted(filter, order, page), rows, times);
    }

    private void get(String what, String filter, String order, int page) {
        Supplier<String> query =
                () ->
                        "%s/search?max_results=%d&filter=%s&order_by=%s"
                                .formatted(
                                        what,
                                        page,
                                        URLEncoder.encode(
                                                filled(filter, 9), StandardCharsets.UTF_8),
                                        URLEncoder.encode(order, StandardCharsets.UTF_8));
        int rows = registry.get(query.get()).json().path(what.replace('-', '_')).size();
        double[] times = measure(() -> registry.get(query.get()).status());
        row("%s: `%s`, `%s`, page of %d".formatted(what, filter, order, page), rows, times);
    }

    /// A filter with other numbers at each call, so that nothing answers from what it has seen.
    private String filled(String filter, int most) {
        int placeholders = filter.split("%d", -1).length - 1;
        Object[] numbers = new Object[placeholders];
        Arrays.setAll(numbers, i -> most == 0 && i == 0 ? 0 : 1 + random.nextInt(9));
        return filter.formatted(numbers);
    }

    private double[] measure(Supplier<Integer> call) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            long start = System.nanoTime();
            assertThat(call.get()).isEqualTo(200);
            if (i >= WARM_UP) {
                times.add((System.nanoTime() - start) / 1e6);
            }
        }
        times.sort(null);
        return new double[] {times.get(MEASURED / 2), times.get(MEASURED * 95 / 100)};
    }

    private void row(String name, int rows, double[] times) {
        table.append(
                "| %s | %d | %.1f | %.1f | %.0f |%n"
                        .formatted(
                                name.replace("%%", "%").replace("%d", "n"),
                                rows,
                                times[0],
                                times[1],
                                times[1] / floor));
        write();
        if (times[1] > LIMIT) {
            slow.put(name, times[1]);
        }
    }

    /// After every row, so that whoever watches sees how far it is.
    private void write() {
        try {
            Files.writeString(Path.of("target/search-benchmark.md"), table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
