package dev.flywheel.inference.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.inference.InferenceProperties;
import dev.flywheel.inference.serving.ServedFixtures;
import dev.flywheel.inference.serving.ServedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class RequestReaderTest {

    @TempDir static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static ServedModel model;

    private final RequestReader reader =
            new RequestReader(
                    new InferenceProperties(
                            URI.create("http://localhost"),
                            3,
                            4,
                            DataSize.ofBytes(600),
                            10,
                            DataSize.ofBytes(10),
                            Duration.ZERO,
                            Duration.ZERO));

    @BeforeAll
    static void serve() {
        model = ServedFixtures.served(directory);
    }

    @AfterAll
    static void close() {
        model.online().close();
    }

    @Test
    void readsKeysFieldsAndWhatItMayCarry() throws IOException {
        Query query =
                one(
                        """
                        {"user_id":"U1","item_id":17,"order":3,"request_id":"r",
                         "event_time":"2008-07-01T10:00:00+02:00"}\
                        """);

        assertThat(query.keys()).isEqualTo(Map.of("user", "U1", "item", "17"));
        assertThat(query.fields()).isEqualTo(Map.of("order", 3L));
        assertThat(query.requestId()).isEqualTo("r");
        assertThat(query.eventTime()).isEqualTo(Instant.parse("2008-07-01T08:00:00Z"));
    }

    @Test
    void namesEveryMistake() {
        assertThat(mistakes("{\"usr_id\":\"U1\",\"order\":\"many\",\"event_time\":\"noon\"}"))
                .extracting(Reason::field)
                .containsExactlyInAnyOrder("user_id", "item_id", "usr_id", "order", "event_time");
        assertThat(mistakes("{\"usr_id\":\"U1\",\"item_id\":\"A1\"}"))
                .contains(new Reason("usr_id", "is unknown; did you mean 'user_id'?"));
    }

    @Test
    void refusesATimeThatTheLogsReadersCannotKeep() {
        for (String time : List.of("+300000-01-01T00:00:00Z", "-0001-12-31T00:00:00Z")) {
            String row =
                    "{\"user_id\":\"U1\",\"item_id\":\"A1\",\"event_time\":\"%s\"}".formatted(time);

            assertThat(mistakes(row))
                    .singleElement()
                    .satisfies(reason -> {
                        assertThat(reason.field()).isEqualTo("event_time");
                        assertThat(reason.message()).contains("the years 1 to 9999");
                    });
        }
    }

    @Test
    void namesTheInstanceThatAMistakeIsIn() {
        assertThat(
                        mistakes(
                                """
                                {"instances":[{"user_id":"U1","item_id":"A1"},{"user_id":"U1"},7]}\
                                """))
                .extracting(Reason::field)
                .containsExactly("instances[1].item_id", "instances[2]");
    }

    @Test
    void limitsInstancesCandidatesAndBytes() {
        String row = "{\"user_id\":\"U1\",\"item_id\":\"A1\"}";
        assertThat(mistakes("{\"instances\":[" + String.join(",", row, row, row, row) + "]}"))
                .containsExactly(new Reason("instances", "is no array of 1 to 3 objects"));
        assertThat(mistakes("{\"instances\":[]}")).hasSize(1);
        assertThat(rankMistakes("{\"user_id\":\"U1\",\"candidates\":[1,2,3,4,5]}"))
                .containsExactly(new Reason("candidates", "has 5, not 1 to 4"));
        assertThat(
                        catchThrowableOfType(
                                PredictionException.TooLong.class,
                                () -> reader.predict(model, stream(" ".repeat(601)))))
                .isNotNull();
    }

    @Test
    void refusesWhatIsNoObject() {
        for (String body : List.of("", "{", "[1]", "null", "{\"user_id\":NaN}")) {
            assertThat(
                            catchThrowableOfType(
                                    PredictionException.NotAnObject.class,
                                    () -> reader.predict(model, stream(body))))
                    .as(body)
                    .isNotNull();
        }
    }

    @Test
    void readsARankOfTheCatalogueOrOfCandidates() throws IOException {
        RankQuery whole = reader.rank(model, stream("{\"user_id\":\"U1\"}"));
        RankQuery some =
                reader.rank(
                        model,
                        stream(
                                "{\"user_id\":\"U1\",\"candidates\":[\"A1\",\"A2\",\"A1\"],\"top_k\":2}"));

        assertThat(whole.candidates()).isNull();
        assertThat(whole.topK()).isEqualTo(10);
        assertThat(some.candidates()).containsExactly("A1", "A2");
        assertThat(some.topK()).isEqualTo(2);
    }

    @Test
    void refusesARankWithMistakes() {
        assertThat(
                        rankMistakes(
                                """
                                {"item_id":"A1","candidates":["A1",null,{}],"top_k":0,"k":1}\
                                """))
                .extracting(Reason::field)
                .containsExactlyInAnyOrder(
                        "user_id", "item_id", "candidates[1]", "candidates[2]", "top_k", "k");
    }

    private Query one(String body) throws IOException {
        return ((RequestReader.One) reader.predict(model, stream(body))).query();
    }

    private List<Reason> mistakes(String body) {
        return catchThrowableOfType(
                        PredictionException.InvalidRequest.class,
                        () -> reader.predict(model, stream(body)))
                .reasons();
    }

    private List<Reason> rankMistakes(String body) {
        return catchThrowableOfType(
                        PredictionException.InvalidRequest.class,
                        () -> reader.rank(model, stream(body)))
                .reasons();
    }

    private static ByteArrayInputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }
}
