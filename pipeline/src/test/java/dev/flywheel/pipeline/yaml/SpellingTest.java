package dev.flywheel.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "count, cuont, 1", "a, '', 1", "same, same, 0"})
    void countsEdits(String a, String b, int edits) {
        assertThat(Spelling.distance(a, b)).isEqualTo(edits);
        assertThat(Spelling.distance(b, a)).isEqualTo(edits);
    }

    @Test
    void suggestsTheNearestWordUnlessAllAreFar() {
        List<String> words = List.of("count", "mean", "last");

        assertThat(Spelling.nearest("Cuont", words)).isEqualTo("count");
        assertThat(Spelling.nearest("percentile", words)).isNull();
        assertThat(Spelling.nearest("last", words)).isNull();
    }

    @Test
    void knowsWhatOtherToolsCallIt() {
        assertThat(Spelling.nearest("avg", List.of("count", "mean"))).isEqualTo("mean");
        assertThat(Spelling.nearest("avg", List.of("count"))).isNull();
    }
}
