package dev.flywheel.feature.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.pipeline.spec.Training;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PartsTest {

    private static final Training.Split SPLIT = new Training.Split(0.7, 0.15, 0.15);

    @Test
    void dividesByTheSharesOfPositives() {
        Parts parts = Parts.of(SPLIT, request(null), positives(100));

        assertThat(parts.of(time(69))).isEqualTo("train");
        assertThat(parts.of(time(70))).isEqualTo("validation");
        assertThat(parts.of(time(84))).isEqualTo("validation");
        assertThat(parts.of(time(85))).isEqualTo("test");
    }

    @Test
    void testsFromTheInstantThatIsAskedFor() {
        Parts parts = Parts.of(SPLIT, request(time(85)), positives(100));

        assertThat(parts.of(time(69))).isEqualTo("train");
        assertThat(parts.of(time(70))).isEqualTo("validation");
        assertThat(parts.of(time(85))).isEqualTo("test");
    }

    @Test
    void hasNoTestWhereItsShareIsNothing() {
        Parts parts = Parts.of(new Training.Split(0.8, 0.2, 0), request(null), positives(10));

        assertThat(parts.of(time(9))).isEqualTo("validation");
    }

    private static SnapshotRequest request(@Nullable Instant testFrom) {
        return new SnapshotRequest(null, null, 1L, testFrom, 0);
    }

    private static Instant time(long index) {
        return Instant.ofEpochSecond(index);
    }

    private static Parts.Events positives(long count) {
        List<Instant> times = LongStream.range(0, count).mapToObj(PartsTest::time).toList();
        return new Parts.Events() {
            @Override
            public long countBefore(@Nullable Instant instant) {
                return instant == null
                        ? count
                        : times.stream().filter(time -> time.isBefore(instant)).count();
            }

            @Override
            public Instant eventTime(long index) {
                return times.get((int) index);
            }
        };
    }
}
