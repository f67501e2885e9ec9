package dev.flywheel.registry.mlflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryClient.Answer;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/// Parameters of the registry's calls that no honest client sends. Each is either kept to the
/// letter or refused in MLflow's shape, and what is refused changes nothing.
@RegistryIntegrationTest
class HostileRegistryCallsIT {

    private static final String SQL = "'; drop table model_version; --";

    /// Texts as they stand in JSON.
    private static final List<String> TEXTS =
            List.of(
                    "\"" + SQL + "\"",
                    "\"1' or '1'='1\"",
                    "\"%' or 1=1 --\"",
                    "\"a\\u0000b\"",
                    "\"a\\u0007\\u001b[2J\"",
                    "\"\\ud800\"",
                    "\"\\udfff\\ud800\"",
                    "\"../../../etc/passwd\"",
                    "\"%2e%2e%2f\"",
                    "\"..\\\\..\\\\windows\"",
                    "\"\"",
                    "\"" + "x".repeat(6_000) + "\"",
                    "\"" + "\u00e4".repeat(300) + "\"",
                    "null",
                    "[]",
                    "[\"a\",\"b\"]",
                    "{\"a\":1}",
                    "true",
                    "-1",
                    "1e400",
                    "9223372036854775808",
                    "1.5");

    private static final List<Call> CALLS =
            List.of(
                    new Call("POST", "registered-models/create", "name,description"),
                    new Call("POST", "registered-models/rename", "name,new_name"),
                    new Call("PATCH", "registered-models/update", "name,description"),
                    new Call("DELETE", "registered-models/delete", "name"),
                    new Call("POST", "registered-models/get-latest-versions", "name,stages"),
                    new Call("POST", "registered-models/set-tag", "name,key,value"),
                    new Call("DELETE", "registered-models/delete-tag", "name,key"),
                    new Call("POST", "registered-models/alias", "name,alias,version"),
                    new Call("DELETE", "registered-models/alias", "name,alias"),
                    new Call(
                            "POST",
                            "model-versions/create",
                            "name,source,run_id,run_link,description,tags"),
                    new Call("PATCH", "model-versions/update", "name,version,description"),
                    new Call("DELETE", "model-versions/delete", "name,version"),
                    new Call(
                            "POST",
                            "model-versions/transition-stage",
                            "name,version,stage,archive_existing_versions"),
                    new Call("POST", "model-versions/set-tag", "name,version,key,value"),
                    new Call("DELETE", "model-versions/delete-tag", "name,version,key"));

    /// What an honest client would send.
    private static final Map<String, String> HONEST =
            Map.ofEntries(
                    Map.entry("name", "\"hostile\""),
                    Map.entry("new_name", "\"hostile\""),
                    Map.entry("description", "\"d\""),
                    Map.entry("stages", "[\"None\"]"),
                    Map.entry("key", "\"k\""),
                    Map.entry("value", "\"v\""),
                    Map.entry("alias", "\"challenger\""),
                    Map.entry("version", "\"1\""),
                    Map.entry("source", "\"s3://bucket/model\""),
                    Map.entry("run_id", "\"r1\""),
                    Map.entry("run_link", "\"https://ci.example/1\""),
                    Map.entry("tags", "[{\"key\":\"k\",\"value\":\"v\"}]"),
                    Map.entry("stage", "\"Staging\""),
                    Map.entry("archive_existing_versions", "false"));

    @LocalServerPort int port;
    @Autowired JdbcTemplate jdbc;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void keepsOrRefusesEveryText() {
        registry.register("hostile", "passed");
        registry.promote("hostile", 1, Map.of());
        List<String> kept = new ArrayList<>();

        for (Call call : CALLS) {
            for (String parameter : call.parameters()) {
                for (String text : TEXTS) {
                    String before = fingerprint();
                    Answer answer = call.send(registry, parameter, text);
                    String what = "%s with %s=%.60s".formatted(call.path(), parameter, text);
                    if (answer.status() == 200) {
                        kept.add(what);
                    } else {
                        assertThat(answer.status()).as(what).isIn(400, 404, 409);
                        assertThat(answer.json().path("error_code").asString())
                                .as(what)
                                .isNotEmpty();
                        assertThat(answer.json().path("message").asString()).as(what).isNotEmpty();
                        assertThat(fingerprint()).as(what).isEqualTo(before);
                    }
                }
            }
        }

        assertThat(kept).contains("registered-models/set-tag with value=\"" + SQL + "\"");
        assertThat(kept).noneMatch(what -> what.contains("\\u0000") || what.contains("\\ud800"));
        assertThat(registry.get("model-versions/get?name=hostile&version=1").text())
                .contains("\"status\":\"READY\"");
    }

    @Test
    void keepsSqlToTheLetter() {
        registry.post("registered-models/create", Map.of("name", SQL, "description", SQL));
        registry.post("registered-models/set-tag", Map.of("name", SQL, "key", "k", "value", SQL));

        var model =
                registry.post(
                        "registered-models/rename", Map.of("name", SQL, "new_name", "x" + SQL));

        assertThat(model.json().at("/registered_model/name").asString()).isEqualTo("x" + SQL);
        assertThat(model.json().at("/registered_model/description").asString()).isEqualTo(SQL);
        assertThat(model.json().at("/registered_model/tags/0/value").asString()).isEqualTo(SQL);
    }

    @Test
    void refusesBytesThatAreNoText() {
        for (Call call : CALLS) {
            byte[] body =
                    "{\"name\":\"caf\u00e9\",\"version\":\"1\"}"
                            .getBytes(StandardCharsets.ISO_8859_1);

            Answer answer = registry.send(call.method(), "/api/2.0/mlflow/" + call.path(), body);

            assertThat(answer.error()).as(call.path()).startsWith("400 BAD_REQUEST: ");
        }
        for (String query : List.of("name=%ff%fe", "name=%00", "name=a%0d%0ab", "name=%ed%a0%80")) {
            for (String call :
                    List.of(
                            "registered-models/get",
                            "registered-models/get-latest-versions",
                            "model-versions/get",
                            "model-versions/get-download-uri")) {
                Answer answer = registry.get(call + "?version=1&" + query);
                assertThat(answer.status()).as("%s %s", call, query).isIn(400, 404);
                assertThat(answer.json().path("error_code").asString()).as(call).isNotEmpty();
            }
        }
    }

    @Test
    void namesWhatIsMissing() {
        for (Call call : CALLS) {
            Answer answer =
                    registry.send(call.method(), "/api/2.0/mlflow/" + call.path(), new byte[0]);

            assertThat(answer.error())
                    .as(call.path())
                    .matches(
                            "400 INVALID_PARAMETER_VALUE: Missing value for required parameter '[a-z_]+'\\. See the API docs for more information about request parameters\\.");
        }
    }

    @Test
    void refusesSourcesThatLeadElsewhere() {
        registry.post("registered-models/create", Map.of("name", "hostile-sources"));

        for (String source :
                List.of(
                        "mlflow-artifacts:/../../etc/passwd",
                        "mlflow-artifacts:/0/%2e%2e/%2E./x",
                        "mlflow-artifacts:/0/%252e%252e/x",
                        "mlflow-artifacts:/0/%25%32%65%25%32%65/x",
                        "mlflow-artifacts:/0/..%5c..%5cx",
                        "mlflow-artifacts:/0/a%2fb",
                        "mlflow-artifacts:/0//a",
                        "mlflow-artifacts:\\0\\a",
                        "s3://bucket/../other",
                        "s3://bucket/a\u0000b",
                        "s3://bucket/a\tb",
                        "file:/etc/passwd",
                        "FILE:///etc/passwd",
                        " file:///etc/passwd",
                        "%66ile:///etc/passwd",
                        "file://localhost/etc/passwd",
                        "/etc/passwd",
                        "etc/passwd",
                        "~/.ssh/id_rsa",
                        "C:\\windows",
                        "\\\\host\\share",
                        "s3://bucket/" + "x".repeat(1_000))) {
            assertThat(
                            registry.post(
                                            "model-versions/create",
                                            Map.of("name", "hostile-sources", "source", source))
                                    .error())
                    .as(source)
                    .startsWith("400 INVALID_PARAMETER_VALUE: ");
        }
        assertThat(registry.register("hostile-sources", "passed")).isEqualTo(1);
    }

    /// Every row that the registry's calls could change.
    private String fingerprint() {
        return jdbc.queryForList(
                        """
                        select md5(string_agg(t::text, '|' order by t::text)) from registered_model t union all
                        select md5(string_agg(t::text, '|' order by t::text)) from model_version t union all
                        select md5(string_agg(t::text, '|' order by t::text)) from registered_model_tag t union all
                        select md5(string_agg(t::text, '|' order by t::text)) from model_version_tag t union all
                        select md5(string_agg(t::text, '|' order by t::text)) from model_alias t union all
                        select count(*)::text from audit_entry union all
                        select count(*)::text from artifact
                        """,
                        String.class)
                .toString();
    }

    private record Call(String method, String path, String names) {

        private List<String> parameters() {
            return List.of(names.split(",", -1));
        }

        private Answer send(RegistryClient registry, String hostile, String text) {
            Map<String, String> sent = new LinkedHashMap<>();
            parameters().forEach(name -> sent.put(name, HONEST.getOrDefault(name, "null")));
            sent.put(hostile, text);
            String body =
                    sent.entrySet().stream()
                            .map(entry -> "\"%s\":%s".formatted(entry.getKey(), entry.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            return registry.send(
                    method, "/api/2.0/mlflow/" + path, body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
