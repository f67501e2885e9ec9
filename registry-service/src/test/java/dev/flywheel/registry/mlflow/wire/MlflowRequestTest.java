package dev.flywheel.registry.mlflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    void filtersByEqualityAndRefusesTheRest() {
        EqualityFilter filter = filter("name = 'a and b' AND run_id='x'");

        assertThat(filter.value("name")).isEqualTo("a and b");
        assertThat(filter.value("run_id")).isEqualTo("x");
        assertThat(filter("").value("name")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name LIKE 'a%'",
                "name = 'a' OR name = 'b'",
                "name = 'a' AND name = 'b'",
                "tags.x = 'a'",
                "name = 'a'; drop table run",
                "name = 'it's'",
                "name"
            })
    void refusesFilter(String text) {
        assertThatThrownBy(() -> filter(text))
                .isInstanceOf(MlflowException.class)
                .hasMessageStartingWith("Invalid filter string: ")
                .hasMessageEndingWith(text);
    }

    @Test
    void pagesWithATokenOfItsOwn() {
        PageAsked first = page("{\"max_results\": \"2\"}");
        Object token = first.answer("rows", List.of(1, 2, 3), n -> n).get("next_page_token");

        assertThat(page("{\"page_token\": \"%s\"}".formatted(token)).offset()).isEqualTo(2);
        assertThat(first.answer("rows", List.of(1, 2), n -> n)).containsOnlyKeys("rows");
        assertThat(first.answer("rows", List.of(), n -> n)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "e30=", "eyJvZmZzZXQiOi0xfQ==", "eyJvZmZzZXQiOiJ4In0="})
    void refusesForgedTokens(String token) {
        assertThatThrownBy(() -> page("{\"page_token\": \"%s\"}".formatted(token)))
                .hasMessage("Invalid page token, could not base64-decode");
    }

    private static MlflowRequest body(String json) {
        return MlflowRequest.ofBody(json.getBytes(StandardCharsets.UTF_8));
    }

    private static EqualityFilter filter(String text) {
        return EqualityFilter.of(
                MlflowRequest.ofQuery(Map.of("filter", new String[] {text})),
                Set.of("name", "run_id"));
    }

    private static PageAsked page(String json) {
        return PageAsked.of(body(json), 10, 100);
    }
}
