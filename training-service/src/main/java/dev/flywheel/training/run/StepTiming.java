package dev.flywheel.training.run;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a step was begun and finished.
///
/// @param attempt of the run that began it, counted from 1; later ones may go on with it
/// @param finishedAt null while it runs or waits
@Embeddable
public record StepTiming(
        @Enumerated(EnumType.STRING) RunState step,
        int attempt,
        Instant startedAt,
        @Column @Nullable Instant finishedAt) {

    StepTiming finished(Instant at) {
        return new StepTiming(step, attempt, startedAt, at);
    }
}
