package dev.flywheel.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// Filters, orders and pages of models and versions. `{p}` in a filter is what this test's models
/// begin with.
@RegistryIntegrationTest
class RegistrySearchIT {

    @LocalServerPort int port;

    private RegistryClient registry;
    private String prefix;

    @BeforeEach
    void registerTwoModels() {
        registry = RegistryClient.admin(port);
        prefix = "search-" + UUID.randomUUID();
        registry.post(
                "registered-models/create",
                Map.of(
                        "name",
                        prefix + "-a",
                        "tags",
                        List.of(Map.of("key", "team", "value", "ads"))));
        registry.post("registered-models/create", Map.of("name", prefix + "-b"));
        version("a", "s3://bucket/a1", "1");
        version("a", "s3://bucket/a2", "2");
        version("a", "s3://bucket/a3", "3");
        version("b", "s3://bucket/b1", "1");
        alias("a", "challenger", 2);
        alias("a", "stable", 2);
        alias("b", "stable", 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    name = '{p}-a'                             | a
                    name LIKE '{p}%'                           | a,b
                    name ILIKE '{P}%' AND tags.team = 'ads'    | a
                    name LIKE '{p}%' AND alias = 'stable'      | a,b
                    name LIKE '{p}%' AND alias != 'challenger' | b
                    name LIKE '{p}%' AND alias LIKE 'chall%'   | a
                    name LIKE '{p}%' AND aliases.stable = '2'  | a
                    name LIKE '{p}%' AND aliases.stable < 2    | b
                    name LIKE '{p}%' AND aliases.`no such` = 1 |
                    name IN ('{p}-b', 'x''; drop table run --')| b
                    """)
    void filtersModels(String filter, String models) {
        assertThat(models(search("registered-models", filter, "name")))
                .isEqualTo(models == null ? List.of() : List.of(models.split(",")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    name = '{p}-a'                                   | a1,a2,a3
                    name LIKE '{p}%' AND version_number > 1          | a2,a3
                    name LIKE '{p}%' AND version_number = '1'        | a1,b1
                    name LIKE '{p}%' AND run_id IN ('1', '3')        | a1,a3,b1
                    name LIKE '{p}%' AND source_path LIKE '%/b_'     | b1
                    name LIKE '{p}%' AND tags.n = '2'                | a2
                    name LIKE '{p}%' AND alias = 'stable'            | a2,b1
                    name LIKE '{p}%' AND alias != 'stable'           | a1,a3
                    name LIKE '{p}%' AND alias IN ('challenger','x') | a2
                    name LIKE '{p}%' AND aliases.stable = 2          | a2
                    """)
    void filtersVersions(String filter, String versions) {
        assertThat(versions(search("model-versions", filter, "name", "version_number")))
                .containsExactly(versions.split(","));
    }

    @Test
    void sortsVersionsByTheLastUpdateOrAsAsked() {
        String all = "name LIKE '{p}%'";
        registry.post(
                "model-versions/set-tag",
                Map.of("name", prefix + "-a", "version", "1", "key", "k", "value", "v"));

        assertThat(versions(search("model-versions", all))).containsExactly("a1", "b1", "a3", "a2");
        assertThat(versions(search("model-versions", all, "name DESC")))
                .containsExactly("b1", "a3", "a2", "a1");
        assertThat(versions(search("model-versions", all, "version_number")))
                .containsExactly("a1", "b1", "a2", "a3");
        assertThat(versions(search("model-versions", all, "creation_timestamp ASC", "name")))
                .startsWith("a1");
        assertThat(models(search("registered-models", all, "timestamp DESC")))
                .containsExactly("b", "a");
        assertThat(models(search("registered-models", all))).containsExactly("a", "b");
    }

    @Test
    void pagesThroughVersions() {
        String query = "model-versions/search?max_results=3&filter=" + encoded("name LIKE '{p}%'");
        JsonNode first = registry.get(query).json();
        String token = "&page_token=" + encoded(first.path("next_page_token").asString());

        assertThat(versions(first)).hasSize(3);
        assertThat(versions(registry.get(query + token).json())).hasSize(1);
        assertThat(registry.get("registered-models/search?max_results=3" + token).error())
                .startsWith(
                        "400 INVALID_PARAMETER_VALUE: Invalid page token: it is of another query.");
        assertThat(registry.get("registered-models/search?max_results=1001").status())
                .isEqualTo(400);
        assertThat(registry.get("model-versions/search?max_results=200001").status())
                .isEqualTo(400);
    }

    @Test
    void saysWhereAFilterIsWrong() {
        assertThat(registry.get("registered-models/search?filter=nmae%20%3D%20%27x%27").error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid filter at position 1: expected one of alias, creation_timestamp, last_updated_timestamp, name, timestamp, found 'nmae = 'x''");
        assertThat(registry.get("model-versions/search?filter=version_number%20%3E%20x").error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Invalid filter at position 18: expected a whole number, found 'x'");
        assertThat(registry.get("model-versions/search?order_by=name&order_by=x").error())
                .startsWith("400 INVALID_PARAMETER_VALUE: Invalid order_by[1] at position 1: ");
    }

    private void version(String model, String source, String run) {
        registry.post(
                "model-versions/create",
                Map.of(
                        "name",
                        prefix + "-" + model,
                        "source",
                        source,
                        "run_id",
                        run,
                        "tags",
                        List.of(Map.of("key", "n", "value", run))));
    }

    private void alias(String model, String alias, int version) {
        registry.post(
                "registered-models/alias",
                Map.of("name", prefix + "-" + model, "alias", alias, "version", version));
    }

    private JsonNode search(String what, String filter, String... order) {
        StringBuilder query = new StringBuilder(what + "/search?filter=" + encoded(filter));
        for (String field : order) {
            query.append("&order_by=").append(encoded(field));
        }
        var answer = registry.get(query.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String encoded(String text) {
        return URLEncoder.encode(
                text.replace("{p}", prefix)
                        .replace("{P}", prefix.toUpperCase(java.util.Locale.ROOT)),
                StandardCharsets.UTF_8);
    }

    private List<String> models(JsonNode found) {
        return found.path("registered_models").valueStream().map(this::model).toList();
    }

    private List<String> versions(JsonNode found) {
        return found.path("model_versions")
                .valueStream()
                .map(version -> model(version) + version.path("version").asString())
                .toList();
    }

    private String model(JsonNode named) {
        return named.path("name").asString().substring(prefix.length() + 1);
    }
}
