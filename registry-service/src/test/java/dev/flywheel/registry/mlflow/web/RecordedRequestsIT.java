package dev.flywheel.registry.mlflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// Requests as MLflow's clients have sent them, byte for byte but for the names in braces.
///
/// A step is a request line, a body, `< status`, the least that the answer holds, and `> name =
/// pointer` for what later steps name. `###` ends it.
@RegistryIntegrationTest
class RecordedRequestsIT {

    @LocalServerPort int port;

    @ParameterizedTest
    @ValueSource(strings = {"python-tracking.http", "java-client.http"})
    void answersWhatClientsSend(String file) {
        RegistryClient registry = RegistryClient.admin(port);
        Map<String, String> names = new HashMap<>();
        names.put("unique", "recorded-" + UUID.randomUUID());
        names.put("artifacts", "../mlflow-artifacts/artifacts");

        for (String step : recorded(file).split("(?m)^###\n")) {
            replay(registry, step.replaceAll("(?m)^#.*\n", ""), names);
        }
    }

    private static void replay(RegistryClient registry, String step, Map<String, String> names) {
        String[] sentAndAnswered = filled(step, names).split("(?m)^< ", 2);
        String[] lineAndBody = sentAndAnswered[0].split("\n", 2);
        String[] methodAndPath = lineAndBody[0].split(" ", 2);
        String[] statusAndRest = sentAndAnswered[1].split("\n", 2);
        String[] answerAndNames = statusAndRest[1].split("(?m)^> ", 2);

        var answer =
                registry.send(
                        methodAndPath[0],
                        ("/api/2.0/mlflow/" + methodAndPath[1])
                                .replace("mlflow/../mlflow-artifacts", "mlflow-artifacts"),
                        lineAndBody[1].strip().getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status())
                .as("%s: %s", lineAndBody[0], answer.text())
                .isEqualTo(Integer.parseInt(statusAndRest[0].strip()));
        assertThat(holds(answer.json(), Json.MAPPER.readTree(answerAndNames[0])))
                .as("%s\nanswers %s\nand not %s", lineAndBody[0], answer.text(), answerAndNames[0])
                .isTrue();
        if (answerAndNames.length == 2) {
            String[] nameAndPointer = answerAndNames[1].strip().split(" = ", 2);
            names.put(nameAndPointer[0], answer.json().at(nameAndPointer[1]).asString());
        }
    }

    /// Whether an answer has every field that is expected; lists are whole and in order.
    private static boolean holds(JsonNode answer, JsonNode expected) {
        if (expected.isObject()) {
            return expected.propertyStream()
                    .allMatch(field -> holds(answer.path(field.getKey()), field.getValue()));
        }
        if (expected.isArray()) {
            return answer.size() == expected.size()
                    && IntStream.range(0, expected.size())
                            .allMatch(i -> holds(answer.path(i), expected.path(i)));
        }
        return expected.isNumber() && answer.isNumber()
                ? answer.doubleValue() == expected.doubleValue()
                : answer.equals(expected);
    }

    private static String filled(String step, Map<String, String> names) {
        String filled = step;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    private static String recorded(String file) {
        try (InputStream in = RecordedRequestsIT.class.getResourceAsStream("/recorded/" + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
