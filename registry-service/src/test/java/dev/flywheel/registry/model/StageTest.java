package dev.flywheel.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.registry.naming.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageTest {

    @Test
    void isReadInAnyCase() {
        assertThat(List.of("none", "STAGING", "Production", "aRCHIVED"))
                .extracting(name -> Stage.of(name).word())
                .containsExactly("None", "Staging", "Production", "Archived");
    }

    @Test
    void refusesWhatMlflowDoesNotKnow() {
        for (String name : List.of("Deleted_Internal", "", " Staging", "Stag\u0131ng", "null")) {
            assertThatThrownBy(() -> Stage.of(name))
                    .as(name)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage(
                            "Invalid Model Version stage: %s. Value must be one of None, Staging, Production, Archived.",
                            name);
        }
    }
}
