package dev.flywheel.feature.online.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatePartitionsTest {

    private static final List<String> KEYS =
            IntStream.range(0, 50).mapToObj(i -> "user:Ü%d".formatted(i % 40)).toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64})
    void findsAStateWhereKafkaPutsItsKey(int count) {
        StatePartitions partitions = new StatePartitions(count);

        assertThat(KEYS)
                .allSatisfy(key ->
                        assertThat(partitions.of(key))
                                .isEqualTo(
                                        BuiltInPartitioner.partitionForKey(
                                                key.getBytes(UTF_8), count)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64})
    void putsTogetherWhatGoesToOnePartitionAndLosesNothing(int count) {
        StatePartitions partitions = new StatePartitions(count);

        Collection<List<String>> parts = partitions.split(KEYS, Function.identity());

        assertThat(parts.stream().map(part -> partitions.of(part.getFirst())))
                .doesNotHaveDuplicates();
        for (List<String> part : parts) {
            int partition = partitions.of(part.getFirst());
            assertThat(part)
                    .isEqualTo(
                            KEYS.stream().filter(key -> partitions.of(key) == partition).toList());
        }
        assertThat(parts.stream().mapToInt(List::size).sum()).isEqualTo(KEYS.size());
    }

    @Test
    void makesNoRecordOfNothing() {
        assertThat(new StatePartitions(2).split(List.<String>of(), Function.identity())).isEmpty();
        assertThat(new StatePartitions(1).split(List.<String>of(), Function.identity())).isEmpty();
    }

    @Test
    void needsAPartition() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StatePartitions(0))
                .withMessage("States need at least 1 partition, not 0");
    }
}
