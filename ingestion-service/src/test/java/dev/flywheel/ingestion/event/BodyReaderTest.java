package dev.flywheel.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.contracts.Quarantined;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    @Test
    void readsOneObject() {
        List<Candidate> read = json(" {\"a\": 1, \"b\": \"x\", \"c\": 1.5, \"d\": null} ");

        assertThat(read).hasSize(1);
        Candidate only = read.getFirst();
        assertThat(only.content()).isEqualTo("{\"a\": 1, \"b\": \"x\", \"c\": 1.5, \"d\": null}");
        assertThat(only.fields())
                .containsEntry("a", 1)
                .containsEntry("b", "x")
                .containsEntry("c", 1.5)
                .containsEntry("d", null);
        assertThat(only.faults()).isEmpty();
    }

    @Test
    void keepsTheTextOfEachElement() {
        List<Candidate> read = json("[ {\"a\":\"\u00fc]\"} , {\"b\":[{\"c\":2}]},{} ]");

        assertThat(read)
                .extracting(Candidate::content)
                .containsExactly("{\"a\":\"\u00fc]\"}", "{\"b\":[{\"c\":2}]}", "{}");
        assertThat(read).extracting(Candidate::index).containsExactly(0, 1, 2);
    }

    @Test
    void refusesElementsThatAreNoObjects() {
        List<Candidate> read = json("[1, \"x\", null, true, [2, {}], {\"a\":1}]");

        assertThat(read.subList(0, 5))
                .allSatisfy(candidate -> assertThat(candidate.faults()).hasSize(1));
        assertThat(read.get(4).content()).isEqualTo("[2, {}]");
        assertThat(read.get(5).faults()).isEmpty();
    }

    @Test
    void findsMembersGivenTwiceHoweverDeep() {
        Candidate candidate = json("{\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":1}}").getFirst();

        assertThat(candidate.faults())
                .extracting(Quarantined.Reason::field)
                .containsExactly("a", "b.c");
    }

    @Test
    void readsNaNSoThatItsFieldCanBeNamed() {
        assertThat(json("{\"a\":NaN,\"b\":-Infinity}").getFirst().fields())
                .containsEntry("a", Double.NaN)
                .containsEntry("b", Double.NEGATIVE_INFINITY);
    }

    @Test
    void passesOverAByteOrderMark() {
        assertThat(json("\uFEFF{\"a\":1}")).hasSize(1);
        assertThat(lines("\uFEFF{\"a\":1}\n{\"b\":1}")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "42",
                "\"x\"",
                "null",
                "[]",
                "{",
                "[{},",
                "{}{}",
                "{} x",
                "{'a':1}",
                "{\"a\":01}",
                "[{}]]",
                "\u0000",
                "{\"a\":1,}"
            })
    void refusesWhatIsNoDocument(String body) {
        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> json(body))
                .satisfies(e -> assertThat(e.body().content()).isEqualTo(body))
                .satisfies(e -> assertThat(e.reason().message()).isNotBlank());
    }

    @Test
    void keepsBytesThatAreNoText() {
        byte[] body = {'{', (byte) 0xFF, '}'};

        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> BodyReader.readJson(body))
                .satisfies(e -> assertThat(e.body().encoding()).isEqualTo("base64"))
                .satisfies(e -> assertThat(e.body().content()).isEqualTo("e/99"));
    }

    @Test
    void endsDeeplyNestedInputWithARefusal() {
        String deep = "[".repeat(100_000);

        assertThatExceptionOfType(UnreadableBodyException.class).isThrownBy(() -> json(deep));
        assertThat(lines(deep + "\n{\"a\":1}"))
                .extracting(candidate -> candidate.faults().size())
                .containsExactly(1, 0);
    }

    @Test
    void judgesEachLineAlone() {
        List<Candidate> read =
                lines("{\"a\":1}\r\n\n   \n{\"a\":\n{\"b\":2} {\"c\":3}\n7\n{\"d\":4}");

        assertThat(read).extracting(Candidate::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(read)
                .extracting(candidate -> candidate.faults().size())
                .containsExactly(0, 1, 1, 1, 0);
        assertThat(read.get(1).content()).isEqualTo("{\"a\":");
    }

    private static List<Candidate> json(String body) {
        return BodyReader.readJson(body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Candidate> lines(String body) {
        return BodyReader.readLines(body.getBytes(StandardCharsets.UTF_8));
    }
}
