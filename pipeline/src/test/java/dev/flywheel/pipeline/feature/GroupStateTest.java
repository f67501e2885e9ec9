package dev.flywheel.pipeline.feature;

import static dev.flywheel.pipeline.PipelineFixtures.START;
import static dev.flywheel.pipeline.PipelineFixtures.aClick;
import static dev.flywheel.pipeline.PipelineFixtures.aView;
import static dev.flywheel.pipeline.PipelineFixtures.anItem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flywheel.contracts.Place;
import dev.flywheel.pipeline.PipelineFixtures;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupStateTest {

    private static final FeatureSet FEATURES = PipelineFixtures.aPipeline().featureSet();
    private static final Group USER = group("user");
    private static final Group ITEM = group("item");
    private static final Group PAIR = group("user+item");

    @Test
    void tellsItsGreatestPlaceAndHowManyEventsItHas() {
        GroupState state = GroupState.empty(FEATURES, USER);
        state.apply(aClick("e2", "U1", "A13", START.plusSeconds(9), 2), AttributeLookup.NONE);
        state.apply(aView("e1", "U1", START, 3), AttributeLookup.NONE);

        assertThat(state.count()).isEqualTo(2);
        assertThat(state.place()).isEqualTo(new Place(START.plusSeconds(9), "e2"));
    }

    @Test
    void leavesAloneWhatNoFeatureOfTheGroupAsksFor() {
        GroupState state = GroupState.empty(FEATURES, ITEM);

        state.apply(aView("e1", "U1", START, 3), AttributeLookup.NONE);

        assertThat(state.count()).isZero();
        assertThat(FEATURES.groupsOf("view")).containsExactly(USER);
        assertThat(FEATURES.groupsOf("click")).containsExactly(USER, ITEM, PAIR);
    }

    @Test
    void keepsTheLatestVersionsOfAttributes() {
        GroupState state = GroupState.empty(FEATURES, ITEM);
        for (int day = 20; day > 0; day--) {
            state.apply(anItem("A13", START.plusSeconds(day), "red", day));
        }

        assertThat(state.attribute("price", START.plusSeconds(20))).isEqualTo(20.0);
        assertThat(state.attribute("price", START.plusSeconds(7))).isEqualTo(7.0);
        assertThat(state.attribute("price", START.plusSeconds(4))).isNull();
    }

    /// A change here is a change of the online topic's format: it needs another version byte.
    @Test
    void hasThisForm() {
        GroupState state = GroupState.empty(FEATURES, PAIR);
        state.apply(aClick("e1", "U1", "A13", START, 2), AttributeLookup.NONE);

        assertThat(HexFormat.of().formatHex(state.encode()))
                .isEqualTo(
                        "020180ec8bff08000465310202000280e0c3f4a0460002000280ec8bff0800046531010a70686f6e6500");
    }

    @Test
    void refusesAnotherVersion() {
        byte[] bytes = GroupState.empty(FEATURES, PAIR).encode();
        bytes[0] = 9;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupState.decode(FEATURES, PAIR, bytes))
                .withMessage("A state of version 9; this build reads 2");
    }

    @Property(tries = 500)
    void refusesOrReadsDamagedBytesButNeverBreaks(
            @ForAll @IntRange(max = 10_000) int position, @ForAll byte value) {
        GroupState state = GroupState.empty(FEATURES, USER);
        state.apply(aClick("e1", "U1", "A13", START, 2), AttributeLookup.NONE);
        state.apply(aView("e2", "U1", START, 3), AttributeLookup.NONE);
        byte[] bytes = state.encode();
        bytes[position % bytes.length] = value;

        try {
            GroupState.decode(FEATURES, USER, bytes);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }

    @Test
    void separatesTheKeysOfAPair() {
        String one = PAIR.stateKey(List.of("a|b", "c"));
        String other = PAIR.stateKey(List.of("a", "b|c"));

        assertThat(one).isEqualTo("user+item:a\\|b|c").isNotEqualTo(other);
        assertThat(PAIR.keys(one)).containsExactly("a|b", "c");
        assertThat(PAIR.keys(other)).containsExactly("a", "b|c");
        assertThat(PAIR.stateKey(Map.of("user", "U1", "item", "A13")))
                .isEqualTo("user+item:U1|A13");
        assertThat(PAIR.stateKey(Map.of("user", "U1"))).isNull();
        assertThat(ITEM.stateKey(List.of("a|b"))).isEqualTo("item:a|b");
    }

    private static Group group(String name) {
        return FEATURES.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
