package dev.flywheel.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.ingestion.Clicks;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.imports.rows.Rows;
import dev.flywheel.ingestion.imports.rows.SourceFile;
import dev.flywheel.pipeline.imports.ImportSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportRunTest {

    private static final Pace UNHURRIED = new Pace(null, ticking());

    private final List<String> delivered = new ArrayList<>();
    private final List<Progress> positions = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private Rows rows = new NoRows();

    @TempDir Path directory;

    @BeforeEach
    void writesSevenRows() throws Exception {
        Path file = directory.resolve("seven.csv");
        Files.writeString(file, "user_id,item_id,event_time\n1,,\n2,,\n3,,\n4,,\n5,,\n6,,\n7,,\n");
        ImportSpec spec =
                ImportDefinitions.requested(
                                Clicks.pipeline(),
                                "{\"path\":\"seven.csv\"}".getBytes(StandardCharsets.UTF_8),
                                Instant.EPOCH)
                        .spec();
        rows = Rows.open(new SourceFile(file, "seven.csv"), spec);
    }

    @AfterEach
    void closesTheFile() throws Exception {
        rows.close();
    }

    @Test
    void writesAPositionDownOnlyBehindWhatIsDelivered() throws Exception {
        ImportRun run =
                new ImportRun(
                        messages -> {
                            messages.forEach(message -> delivered.add(message.key()));
                            if (delivered.size() >= 4) {
                                stop.countDown();
                            }
                        },
                        (progress, _) -> positions.add(progress),
                        ticking(),
                        Duration.ZERO,
                        Progress.NONE,
                        UNHURRIED,
                        stop);

        ImportRun.End end = run.run(rows, ImportRunTest::accepted, 2, 16);

        assertThat(end).isEqualTo(ImportRun.End.STOPPED);
        assertThat(delivered).containsExactly("1", "2", "3", "4");
        assertThat(positions.getLast().rowsRead()).isEqualTo(4);
    }

    @Test
    void goesOnFromAPosition() throws Exception {
        ImportRun run =
                new ImportRun(
                        messages -> messages.forEach(message -> delivered.add(message.key())),
                        (progress, _) -> positions.add(progress),
                        ticking(),
                        Duration.ofHours(1),
                        new Progress(4, 3, 1, 0, 0.5),
                        UNHURRIED,
                        stop);

        ImportRun.End end = run.run(rows, ImportRunTest::accepted, 2, 16);

        assertThat(end).isEqualTo(ImportRun.End.ALL_READ);
        assertThat(delivered).containsExactly("5", "6", "7");
        assertThat(positions).containsExactly(new Progress(7, 6, 1, 0, 1));
    }

    @Test
    void waitsForKafkaAndSaysSo() throws Exception {
        List<String> troubles = new ArrayList<>();
        ImportRun run =
                new ImportRun(
                        messages -> {
                            if (troubles.isEmpty()) {
                                throw new KafkaAwayException("no broker");
                            }
                            messages.forEach(message -> delivered.add(message.key()));
                        },
                        (_, trouble) -> trouble == null || troubles.add(trouble),
                        ticking(),
                        Duration.ofHours(1),
                        Progress.NONE,
                        UNHURRIED,
                        stop);

        ImportRun.End end = run.run(rows, ImportRunTest::accepted, 10, 16);

        assertThat(end).isEqualTo(ImportRun.End.ALL_READ);
        assertThat(troubles).containsExactly("Waiting: no broker");
        assertThat(delivered).hasSize(7);
    }

    @Test
    void doesNotWaitWhereWaitingHelpsNothing() {
        ImportRun run =
                new ImportRun(
                        _ -> {
                            throw new MessageTooLargeException(new IOException("9 MB"));
                        },
                        (progress, _) -> positions.add(progress),
                        ticking(),
                        Duration.ZERO,
                        Progress.NONE,
                        UNHURRIED,
                        stop);

        assertThatExceptionOfType(MessageTooLargeException.class)
                .isThrownBy(() -> run.run(rows, ImportRunTest::accepted, 2, 16))
                .withMessageContaining("9 MB");
        assertThat(positions).isEmpty();
    }

    @Test
    void stopsWhenItIsTakenOver() throws Exception {
        ImportRun run =
                new ImportRun(
                        messages -> messages.forEach(message -> delivered.add(message.key())),
                        (_, _) -> false,
                        ticking(),
                        Duration.ZERO,
                        Progress.NONE,
                        UNHURRIED,
                        stop);

        assertThat(run.run(rows, ImportRunTest::accepted, 2, 16))
                .isEqualTo(ImportRun.End.TAKEN_OVER);
        assertThat(delivered).hasSize(2);
    }

    private static RowTarget.Outcome accepted(Row row) {
        return new RowTarget.Outcome.Accepted(
                new Message("t", Objects.requireNonNull(row.text("user_id")), new byte[0]));
    }

    /// Until a test has a file.
    private static final class NoRows implements Rows {

        @Override
        public Set<String> columns() {
            return Set.of();
        }

        @Override
        public void skip(long rows) {}

        @Override
        public List<Row> next(int atMost) {
            return List.of();
        }

        @Override
        public double share(long size) {
            return 0;
        }

        @Override
        public void close() {}
    }

    /// A second later each time it is asked.
    private static Clock ticking() {
        return new Clock() {
            private Instant now = Instant.EPOCH;

            @Override
            public Instant instant() {
                now = now.plusSeconds(1);
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }
}
