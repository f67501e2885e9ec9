package dev.flywheel.monitoring.alert;

import static dev.flywheel.pipeline.spec.Monitoring.Cause.DRIFT;
import static dev.flywheel.pipeline.spec.Monitoring.Cause.QUALITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.spec.Monitoring;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetrainPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final RetrainPolicy policy = policy(Monitoring.Approve.AUTOMATIC);

    @Test
    void requestsTheFirstTime() {
        assertThat(policy.decide(DRIFT, RetrainState.NEW, NOW)).isEqualTo(RetrainDecision.REQUEST);
    }

    @Test
    void waitsUntilTheCooldownIsOver() {
        RetrainState requested = RetrainState.NEW.requested(NOW);

        assertThat(policy.decide(DRIFT, requested, NOW.plusSeconds(3599)))
                .isEqualTo(RetrainDecision.COOLING_DOWN);
        assertThat(policy.decide(DRIFT, requested, NOW.plusSeconds(3600)))
                .isEqualTo(RetrainDecision.REQUEST);
    }

    @Test
    void givesUpOnceAfterSeveralFruitlessRequests() {
        RetrainState fruitless = RetrainState.NEW.requested(NOW).requested(NOW).requested(NOW);
        Instant later = NOW.plusSeconds(7200);

        assertThat(policy.decide(DRIFT, fruitless, later)).isEqualTo(RetrainDecision.GIVE_UP);
        assertThat(policy.decide(DRIFT, fruitless.givenUp(), later))
                .isEqualTo(RetrainDecision.GIVEN_UP);
    }

    @Test
    void startsAnewWithANewChampion() {
        RetrainState givenUp =
                RetrainState.NEW.requested(NOW).requested(NOW).requested(NOW).givenUp();

        RetrainState fresh = givenUp.championChanged();

        assertThat(policy.decide(DRIFT, fresh, NOW.plusSeconds(60)))
                .isEqualTo(RetrainDecision.COOLING_DOWN);
        assertThat(policy.decide(DRIFT, fresh, NOW.plusSeconds(3600)))
                .isEqualTo(RetrainDecision.REQUEST);
    }

    @Test
    void leavesTheDecisionToAPersonWhereThePipelineSaysSo() {
        RetrainPolicy manual = policy(Monitoring.Approve.MANUAL);

        assertThat(manual.decide(DRIFT, RetrainState.NEW, NOW))
                .isEqualTo(RetrainDecision.AWAIT_APPROVAL);
    }

    @Test
    void ignoresCausesThatThePipelineDoesNotName() {
        assertThat(policy.decide(QUALITY, RetrainState.NEW, NOW))
                .isEqualTo(RetrainDecision.NOT_WANTED);
        assertThat(new RetrainPolicy(null).decide(DRIFT, RetrainState.NEW, NOW))
                .isEqualTo(RetrainDecision.NOT_WANTED);
    }

    private static RetrainPolicy policy(Monitoring.Approve approve) {
        return new RetrainPolicy(
                new Monitoring.Retrain(Set.of(DRIFT), Duration.ofHours(1), approve, 3));
    }
}
