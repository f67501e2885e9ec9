package dev.flywheel.training.run;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a step was begun and finished.
///
/// @param attempt of the run, counted from 1; a run that died goes on with the next
/// @param finishedAt null while it runs, and if it died
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
