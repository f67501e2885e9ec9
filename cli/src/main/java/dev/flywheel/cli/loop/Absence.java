package dev.flywheel.cli.loop;

import dev.flywheel.cli.client.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Bears with a service that is away for a while, such as one that is restarted.
final class Absence {

    private final Duration patience;
    private final InstantSource clock;
    private @Nullable Instant since;

    Absence(Duration patience, InstantSource clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /// The answer; nothing while the service is away.
    ///
    /// @throws ApiException if it refuses, or has been away at each question for too long
    <T> Optional<T> bridge(Supplier<T> question) {
        try {
            T answer = question.get();
            since = null;
            return Optional.of(answer);
        } catch (ApiException e) {
            Instant now = clock.instant();
            Instant begin = since == null ? now : since;
            if (!e.isAway() || now.isAfter(begin.plus(patience))) {
                throw e;
            }
            since = begin;
            return Optional.empty();
        }
    }
}
