package dev.flywheel.monitoring.alert;

import dev.flywheel.pipeline.spec.Monitoring;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides whether an open episode asks for training. Pure: the wall clock's instant is given.
public final class RetrainPolicy {

    private final Monitoring.@Nullable Retrain retrain;

    public RetrainPolicy(Monitoring.@Nullable Retrain retrain) {
        this.retrain = retrain;
    }

    public RetrainDecision decide(Monitoring.Cause cause, RetrainState state, Instant now) {
        if (retrain == null || !retrain.on().contains(cause)) {
            return RetrainDecision.NOT_WANTED;
        }
        if (state.gaveUp()) {
            return RetrainDecision.GIVEN_UP;
        }
        Instant last = state.lastRequestAt();
        if (last != null && now.isBefore(last.plus(retrain.cooldown()))) {
            return RetrainDecision.COOLING_DOWN;
        }
        if (state.fruitless() >= retrain.giveUpAfter()) {
            return RetrainDecision.GIVE_UP;
        }
        return switch (retrain.approve()) {
            case AUTOMATIC -> RetrainDecision.REQUEST;
            case MANUAL -> RetrainDecision.AWAIT_APPROVAL;
        };
    }
}
