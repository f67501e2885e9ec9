package dev.flywheel.pipeline.feature;

import static dev.flywheel.pipeline.PipelineFixtures.START;
import static dev.flywheel.pipeline.PipelineFixtures.aClick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.PipelineReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrailTest {

    private static final Pipeline PIPELINE =
            PipelineReader.read(
                    PipelineFixtures.YAML.replace(
                            "label:\n",
                            "  user_second_item: { last: click.item_id, by: user, nth: 2 }\n"
                                    + "  followed: { count: click, by: [user_last_item, item] }\n"
                                    + "  skipped: { count: click, by: [user_second_item, item] }\n"
                                    + "label:\n"),
                    "shop.yaml");
    private static final FeatureSet FEATURES = PIPELINE.featureSet();
    private static final Group USER = Objects.requireNonNull(FEATURES.groupOf("user"));

    private final Trail trail = Trail.empty(FEATURES, USER);

    @Test
    void countsAnEventAfterThoseBefore() {
        assertThat(apply(0, "A")).isEmpty();
        assertThat(apply(1, "B")).containsExactly("+user_last_item+item:A|B");
        assertThat(apply(2, "C"))
                .containsExactly("+user_last_item+item:B|C", "+user_second_item+item:A|C");
    }

    @Test
    void countsAnewWhatALateEventComesBefore() {
        apply(0, "A");
        apply(2, "C");
        apply(4, "D");

        assertThat(apply(1, "B"))
                .containsExactly(
                        "+user_last_item+item:A|B",
                        "-user_last_item+item:A|C",
                        "+user_last_item+item:B|C",
                        "+user_second_item+item:A|C",
                        "-user_second_item+item:A|D",
                        "+user_second_item+item:B|D");
    }

    @Test
    void knowsWhatTheForgottenBroughtButReachesNotBehindIt() {
        for (int i = 0; i <= Trail.KEPT; i++) {
            apply(10 * i, "I" + i);
        }
        Trail read = Trail.decode(FEATURES, USER, trail.encode());

        assertThat(read.reaches(new Place(START, "a"))).isFalse();
        assertThat(read.reaches(new Place(START.plusSeconds(1), "a"))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read.apply(click(-1, "X"), AttributeLookup.NONE));
        assertThat(words(read.apply(click(1, "X"), AttributeLookup.NONE)))
                .containsExactly(
                        "+user_last_item+item:I0|X",
                        "-user_last_item+item:I0|I1",
                        "+user_last_item+item:X|I1",
                        "+user_second_item+item:I0|I1",
                        "-user_second_item+item:I0|I2",
                        "+user_second_item+item:X|I2");
    }

    @Test
    void takesBackExactly() {
        Group followed = group("user_last_item+item");
        GroupState state = GroupState.empty(FEATURES, followed);
        Place place = new Place(START, "e");

        state.apply(new Contribution("user_last_item+item:A|B", place, List.of(0), false));
        state.apply(new Contribution("user_last_item+item:A|B", place, List.of(0), false));
        state.apply(new Contribution("user_last_item+item:A|B", place, List.of(0), true));

        assertThat(state.number(0, AsOf.of(START))).isEqualTo(1);
        assertThat(state.count()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> state.apply(new Contribution("", place, List.of(7), false)))
                .withMessage("A state without a count 7");
    }

    private List<String> apply(int seconds, String item) {
        return words(trail.apply(click(seconds, item), AttributeLookup.NONE));
    }

    private static Event click(int seconds, String item) {
        return aClick("e" + seconds, "U1", item, START.plusSeconds(seconds), 1);
    }

    private static List<String> words(List<Contribution> changes) {
        List<String> words = new ArrayList<>();
        changes.forEach(change -> words.add((change.takenBack() ? "-" : "+") + change.stateKey()));
        return words;
    }

    private static Group group(String name) {
        return FEATURES.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
