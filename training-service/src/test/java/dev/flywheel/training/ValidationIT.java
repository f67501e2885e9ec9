package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a run tells of its dataset.
class ValidationIT extends RunningTraining {

    private static final int PRICES = 4;
    private static final int ANOMALY = 5;

    @Test
    void showsTheRowsThatBrokeARule() {
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withDearerItems(5)));

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("HALTED");
        assertThat(run.path("summary").asString())
                .contains("item_price at least 10 and at most 29 in every row, observed", "break");
        assertThat(finding(run.path("expectations"), PRICES).path("samples").size()).isZero();
        JsonNode report = runs().validation(run.path("run_id").asString());
        assertThat(report.path("halts").asBoolean()).isTrue();
        assertThat(report.path("findings").size()).isEqualTo(8);
        JsonNode prices = finding(report, PRICES);
        assertThat(prices.path("outcome").asString()).isEqualTo("HALTED");
        assertThat(prices.path("value").asDouble()).isBetween(0.5, 0.99);
        assertThat(prices.path("samples").valueStream().toList())
                .hasSize(10)
                .allSatisfy(row -> {
                    assertThat(row.path("item_price").asDouble()).isGreaterThan(29);
                    assertThat(row.path("event_id").asString()).startsWith("e");
                });
    }

    @Test
    void warnsOfAFeatureThatNoRowHas() {
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withoutPrices(100)));

        JsonNode run = run("{}");

        String warning = "Features without a value in any row: item_price";
        assertThat(run.path("log").findValuesAsString("message")).contains(warning);
        assertThat(runs().validation(run.path("run_id").asString()).path("warnings").toString())
                .isEqualTo("[\"%s\"]".formatted(warning));
    }

    @Test
    void logsTheReportToTheRegistry() {
        JsonNode run = run("{}");

        String path =
                run.path("registration").path("artifact_uri").asString().replaceFirst("^.*?:/", "");
        byte[] logged = REGISTRY.artifacts.get(path.replaceFirst("^/", "") + "/validation.json");
        assertThat(logged).isNotNull();
        assertThat(Json.MAPPER.readTree(logged).path("findings"))
                .isEqualTo(runs().validation(run.path("run_id").asString()).path("findings"));
    }

    @Test
    void noticesADatasetUnlikeThoseOfEarlierRuns() {
        for (String id : List.of("first", "second", "third")) {
            FEATURES.gives(SnapshotFixtures.write(SnapshotFixtures.aShop(), id, ARTIFACTS));
            run("{\"promote\":false}");
        }
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withEvents(1_000)));

        JsonNode run = run("{\"promote\":false}");

        JsonNode anomaly = finding(run.path("expectations"), ANOMALY);
        assertThat(anomaly.path("outcome").asString()).isEqualTo("WARNED");
        assertThat(anomaly.path("observed").asString())
                .isEqualTo("5000, 0.5000 change from the mean 10000.0000 of 3 runs");
        assertThat(finding(run.path("expectations"), ANOMALY + 1).path("observed").asString())
                .isEqualTo("20, 0.0000 change from the mean 20.0000 of 3 runs");
        assertThat(finding(run.path("expectations"), ANOMALY + 2).path("observed").asString())
                .contains("z_score from the mean", "of 3 runs");
    }

    @Test
    void suggestsExpectationsFromTheLatestDataset() {
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withEvents(150)));
        JsonNode run = run("{}");

        JsonNode suggestion = runs().suggestion();

        assertThat(suggestion.path("run_id")).isEqualTo(run.path("run_id"));
        assertThat(suggestion.path("rows").asInt()).isEqualTo(750);
        assertThat(suggestion.path("yaml").asString())
                .contains("expectations:", "{ rows: { at_least: 375 } }", "feature: item_price");
    }

    private static JsonNode finding(JsonNode report, int index) {
        return report.path("findings").path(index);
    }
}
