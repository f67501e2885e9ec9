package dev.flywheel.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.model.ModelFixtures;
import org.junit.jupiter.api.Test;

class GateTest {

    @Test
    void passesOnlyWithTheWord() {
        assertThat(Gate.of(ModelFixtures.aVersion("flywheel.gate", "passed")).passed()).isTrue();
        assertThat(Gate.of(ModelFixtures.aVersion("flywheel.gate", "Passed")).passed()).isFalse();
        assertThat(Gate.of(ModelFixtures.aVersion()).reasons())
                .containsExactly("no verdict: its tag flywheel.gate is missing");
    }

    @Test
    void readsReasonsFromAListOrFromLines() {
        assertThat(
                        Gate.of(
                                        ModelFixtures.aVersion(
                                                "flywheel.gate",
                                                "failed",
                                                "flywheel.gate.reasons",
                                                "[\"a\", \"b\"]"))
                                .reasons())
                .containsExactly("a", "b");
        assertThat(
                        Gate.of(
                                        ModelFixtures.aVersion(
                                                "flywheel.gate",
                                                "failed",
                                                "flywheel.gate.reasons",
                                                "auc 0.6\nndcg 0.1"))
                                .reasons())
                .containsExactly("auc 0.6", "ndcg 0.1");
        assertThat(Gate.of(ModelFixtures.aVersion("flywheel.gate", "failed")).reasons())
                .containsExactly("the verdict is 'failed'");
    }
}
