package dev.flywheel.ingestion.imports;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps an import ours during what can take longer than a lease, such as fetching a file: whoever
/// does it asks now and then whether to go on.
final class Heartbeat implements BooleanSupplier {

    private static final Duration ASK = Duration.ofMillis(200);

    private final BooleanSupplier renewal;
    private final Clock clock;
    private final Duration every;
    private final CountDownLatch stop;
    private Instant renewedAt;
    private ImportRun.@Nullable End end;

    /// @param renewal renews the lease; false if the import is no longer ours
    /// @param stop counted down when the service stops
    Heartbeat(BooleanSupplier renewal, Clock clock, Duration every, CountDownLatch stop) {
        this.renewal = renewal;
        this.clock = clock;
        this.every = every;
        this.stop = stop;
        this.renewedAt = clock.instant();
    }

    @Override
    public boolean getAsBoolean() {
        Instant now = clock.instant();
        if (stop.getCount() == 0) {
            end = ImportRun.End.STOPPED;
        } else if (renewedAt.plus(every).isBefore(now)) {
            renewedAt = now;
            end = renewal.getAsBoolean() ? null : ImportRun.End.TAKEN_OVER;
        }
        return end == null;
    }

    /// Does what asks it now and then.
    ///
    /// @throws LeftException if it was told not to go on
    <T> T during(Work<T> work) throws IOException, LeftException {
        try {
            return work.get();
        } catch (InterruptedIOException e) {
            throwIfLeft();
            throw e;
        }
    }

    /// Does what can't ask, and is asked for it by another thread.
    ///
    /// @param cancel makes the action fail soon
    /// @throws LeftException if it was cancelled
    void besides(Action action, Runnable cancel)
            throws IOException, LeftException, InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Thread asking = Thread.ofVirtual().start(() -> askUntil(done, cancel));
        try {
            action.run();
        } catch (IOException e) {
            done.countDown();
            asking.join();
            throwIfLeft();
            throw e;
        } finally {
            done.countDown();
            asking.join();
        }
    }

    private void askUntil(CountDownLatch done, Runnable cancel) {
        try {
            while (!done.await(ASK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!getAsBoolean()) {
                    cancel.run();
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwIfLeft() throws LeftException {
        ImportRun.End reason = end;
        if (reason != null) {
            throw new LeftException(reason);
        }
    }

    /// What takes long and asks.
    @FunctionalInterface
    interface Work<T> {
        T get() throws IOException;
    }

    /// What takes long and can't ask.
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }
}
