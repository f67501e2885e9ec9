package dev.flywheel.feature.erased;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.FeatureFixtures;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErasedKeysTest {

    private static final byte[] SALT = ErasedFixtures.SALT;

    private final ErasedKeys keys = ErasedFixtures.anErasedUser("U1");

    @Test
    void coversWhateverNamesAnErasedKey() {
        assertThat(keys.cover(FeatureFixtures.aClick("e1", "U1", "I1", FeatureFixtures.START)))
                .isTrue();
        assertThat(keys.find("user", "U1")).isEqualTo(KeyHash.of(SALT, "user", "U1"));
    }

    @Test
    void coversNothingElse() {
        Event other = FeatureFixtures.aClick("e1", "U2", "I1", FeatureFixtures.START);
        Event without =
                new Event("e2", "click", FeatureFixtures.START, null, Map.of("item_id", "U1"));

        assertThat(keys.cover(other)).isFalse();
        assertThat(keys.cover(without)).isFalse();
        assertThat(keys.cover(FeatureFixtures.anItem("U1", 1, FeatureFixtures.START))).isFalse();
        assertThat(keys.find("item", "U1")).isNull();
    }

    @Test
    void hashesByTheSaltAndTheEntity() {
        assertThat(KeyHash.of(SALT, "user", "U1"))
                .hasSize(64)
                .isNotEqualTo(KeyHash.of(SALT, "item", "U1"))
                .isNotEqualTo(KeyHash.of("another salt".getBytes(UTF_8), "user", "U1"))
                .isNotEqualTo(KeyHash.of(SALT, "user", "U2"));
    }
}
