package dev.flywheel.registry.mlflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "\"{}\"", "{\"name\": null}", "{\"name\": \"\"}"})
    void hasNoParameters(String body) {
        assertThat(body(body).text("name")).isEmpty();
        assertThatThrownBy(() -> body(body).required("name"))
                .hasMessage(
                        "Missing value for required parameter 'name'. See the API docs for more information about request parameters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7\"", "7.0", "\" 7 \"", "7e0"})
    void readsAnInt64(String number) {
        assertThat(body("{\"step\": %s}".formatted(number)).int64("step")).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.5", "\"x\"", "9223372036854775808", "[7]", "true"})
    void refusesWhatIsNoInt64(String number) {
        assertThatThrownBy(() -> body("{\"step\": %s}".formatted(number)).int64("step"))
                .isInstanceOf(MlflowException.class)
                .hasMessageStartingWith("Invalid value %s for parameter 'step'", number);
    }

    @Test
    void readsNumbersThatJsonHasNot() {
        MlflowRequest request = body("{\"a\": \"NaN\", \"b\": \"-Infinity\", \"c\": \"1e3\"}");

        assertThat(request.requiredNumber("a")).isNaN();
        assertThat(request.requiredNumber("b")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(request.requiredNumber("c")).isEqualTo(1000);
    }

    @Test
    void takesARunsOldName() {
        assertThat(body("{\"run_uuid\": \"a\"}").runId()).isEqualTo("a");
        assertThat(body("{\"run_uuid\": \"a\", \"run_id\": \"b\"}").runId()).isEqualTo("b");
    }

    @Test
    void readsAQueryWithOneOrMoreValues() {
        MlflowRequest request =
                MlflowRequest.ofQuery(
                        Map.of(
                                "one", new String[] {"a"},
                                "two", new String[] {"a", "b"}));

        assertThat(request.texts("one")).containsExactly("a");
        assertThat(request.texts("two")).containsExactly("a", "b");
        assertThat(request.texts("none")).isEmpty();
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> body("{\"name\": \"\\ud800\"}").required("name"))
                .hasMessage("The parameter 'name' contains a character that can't be stored.");
    }

    @Test
    void pagesWithATokenOfItsOwn() {
        PageAsked first = page("{\"max_results\": \"2\"}");
        Object token = first.answer(List.of(1, 2, 3), n -> n).get("next_page_token");

        assertThat(page("{\"page_token\": \"%s\"}".formatted(token)).offset()).isEqualTo(2);
        assertThat(first.answer(List.of(1, 2), n -> n)).containsOnlyKeys("rows");
        assertThat(first.answer(List.of(), n -> n)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "e30=", "eyJvZmZzZXQiOi0xfQ==", "eyJvZmZzZXQiOiJ4In0="})
    void refusesForgedTokens(String token) {
        assertThatThrownBy(() -> page("{\"page_token\": \"%s\"}".formatted(token)))
                .hasMessage("Invalid page token, could not base64-decode");
    }

    @Test
    void refusesATokenOfAnotherQuery() {
        PageAsked first = page("{\"filter\": \"a = 'b'\", \"ids\": [1], \"max_results\": 1}");
        Object token = first.answer(List.of(1, 2), n -> n).get("next_page_token");
        String asked = "{\"filter\": \"%s\", \"ids\": [\"%s\"], \"page_token\": \"%s\"}";

        assertThat(page(asked.formatted("a = 'b'", 1, token)).offset()).isEqualTo(1);
        assertThatThrownBy(() -> page(asked.formatted("a = 'c'", 1, token)))
                .hasMessageStartingWith("Invalid page token: it is of another query.");
        assertThatThrownBy(() -> page(asked.formatted("a = 'b'", 2, token)))
                .isInstanceOf(MlflowException.class);
        assertThatThrownBy(() -> page("{\"page_token\": \"eyJvZmZzZXQiOjJ9\"}"))
                .hasMessageStartingWith("Invalid page token: it is of another query.");
    }

    private static MlflowRequest body(String json) {
        return MlflowRequest.ofBody(json.getBytes(StandardCharsets.UTF_8));
    }

    private static PageAsked page(String json) {
        return PageAsked.of("rows", body(json), 10, 100, "ids");
    }
}
