package dev.flywheel.registry.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"auc", "winner.ndcg_at_10", "a/b/c", "with space", "größe", "-x."})
    void acceptsKeys(String key) {
        assertThat(Names.key("metric", key)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b", "a:b", "a\nb", "a'b"})
    void refusesCharactersThatNoKeyMayHave(String key) {
        assertThatThrownBy(() -> Names.key("metric", key))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Invalid metric name: '%s'. Names may only contain", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "/a", "a//b", "a/", "./a", "a/../b"})
    void refusesKeysThatNormaliseAway(String key) {
        assertThatThrownBy(() -> Names.key("tag", key))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("would resolve to");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThatThrownBy(() -> Names.key("parameter", "k".repeat(251)))
                .hasMessageEndingWith("had length 251, which exceeded length limit of 250");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "Latest", "v1", "V23", "a b", "a.b"})
    void refusesReservedAndMalformedAliases(String alias) {
        assertThatThrownBy(() -> Names.alias(alias)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a/b", "a:b", "a\u0007b"})
    void refusesModelNamesThatBreakPathsOrLogs(String name) {
        assertThatThrownBy(() -> Names.model(name)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void readsAVersion() {
        assertThat(Names.version(" 7 ")).isEqualTo(7);
        assertThatThrownBy(() -> Names.version("7.5"))
                .hasMessage("Model version must be an integer, got '7.5'");
    }
}
