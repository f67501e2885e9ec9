package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.DeliveryException;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.imports.rows.Rows;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out one file of an import: batch by batch, each acknowledged by Kafka before the
/// position moves past it. While Kafka is away it waits.
final class ImportRun {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Writes a position down, with what the import is waiting for; false if the import is no
    /// longer ours.
    @FunctionalInterface
    interface Positions {
        boolean move(Progress progress, @Nullable String trouble);
    }

    /// How it ended.
    enum End {
        ALL_READ,
        STOPPED,
        TAKEN_OVER
    }

    private final Delivery delivery;
    private final Positions positions;
    private final Clock clock;
    private final Duration commitEvery;
    private final Pace pace;
    private final CountDownLatch stop;
    private Progress progress;
    private Instant committedAt;

    /// @param from the position at which to go on
    /// @param pace how fast rows may be taken
    /// @param stop counted down when the service stops
    ImportRun(
            Delivery delivery,
            Positions positions,
            Clock clock,
            Duration commitEvery,
            Progress from,
            Pace pace,
            CountDownLatch stop) {
        this.delivery = delivery;
        this.positions = positions;
        this.clock = clock;
        this.commitEvery = commitEvery;
        this.progress = from;
        this.pace = pace;
        this.stop = stop;
        this.committedAt = clock.instant();
    }

    /// How far it is.
    Progress progress() {
        return progress;
    }

    /// @param fileSize in bytes, unpacked
    End run(Rows rows, RowTarget target, int batchRows, long fileSize)
            throws IOException, InterruptedException {
        rows.skip(progress.rowsRead());
        int atMost = pace.batch(batchRows);
        for (List<Row> batch = next(rows, atMost); !batch.isEmpty(); batch = next(rows, atMost)) {
            if (stop.getCount() == 0) {
                return commit() ? End.STOPPED : End.TAKEN_OVER;
            }
            Batch made = Batch.of(batch, target);
            End end = deliver(made.messages());
            if (end != null) {
                return end;
            }
            progress =
                    progress.plus(
                                    made.accepted(),
                                    made.quarantined(),
                                    made.skipped(),
                                    rows.share(fileSize))
                            .at(rows.position());
            boolean due = committedAt.plus(commitEvery).isBefore(clock.instant());
            if (due && !commit()) {
                return End.TAKEN_OVER;
            }
            if (stop.await(pace.after(batch.size()).toMillis(), TimeUnit.MILLISECONDS)) {
                return commit() ? End.STOPPED : End.TAKEN_OVER;
            }
        }
        progress = progress.at(rows.position());
        return commit() ? End.ALL_READ : End.TAKEN_OVER;
    }

    private List<Row> next(Rows rows, int atMost) throws IOException {
        try {
            return rows.next(atMost);
        } catch (IOException e) {
            boolean _ = commit(); // what was sent before counts
            throw e;
        }
    }

    /// Tries until Kafka acknowledges; null when it did.
    ///
    /// @throws MessageTooLargeException if it never will
    private @Nullable End deliver(List<Message> messages) throws InterruptedException {
        while (true) {
            try {
                delivery.deliver(messages);
                return null;
            } catch (MessageTooLargeException e) {
                // Waiting would not help, and would keep every other import waiting too.
                throw e;
            } catch (DeliveryException e) {
                LOG.warn("An import waits: {}", e.getMessage());
                if (!positions.move(progress, "Waiting: " + e.getMessage())) {
                    return End.TAKEN_OVER;
                }
            }
            if (stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return End.STOPPED;
            }
        }
    }

    private boolean commit() {
        committedAt = clock.instant();
        return positions.move(progress, null);
    }

    /// What a number of rows became.
    private record Batch(List<Message> messages, long accepted, long quarantined, long skipped) {

        static Batch of(List<Row> rows, RowTarget target) {
            List<Message> messages = new ArrayList<>(rows.size());
            long quarantined = 0;
            for (Row row : rows) {
                switch (target.take(row)) {
                    case RowTarget.Outcome.Accepted(Message message) -> messages.add(message);
                    case RowTarget.Outcome.Quarantined(Message message, List<Reason> _) -> {
                        messages.add(message);
                        quarantined++;
                    }
                    case RowTarget.Outcome.Skipped() -> {
                        // Counted by what is missing.
                    }
                }
            }
            return new Batch(
                    messages,
                    messages.size() - quarantined,
                    quarantined,
                    rows.size() - messages.size());
        }
    }
}
