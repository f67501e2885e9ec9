package dev.flywheel.feature.online.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Utils;

/// Where states are kept: in the partition that Kafka's own partitioner gives to their key, so that
/// Kafka Streams finds them there.
///
/// What is for several states of one partition goes there as one record with the key of the first,
/// because a record is paid for with more time than what it does.
///
/// @param count of the partitions, the same in each stage
record StatePartitions(int count) {

    /// @throws IllegalArgumentException without partitions
    StatePartitions {
        if (count < 1) {
            throw new IllegalArgumentException("States need at least 1 partition, not " + count);
        }
    }

    /// What goes to the same partition together, each part in the order given.
    <T> Collection<List<T>> split(List<T> all, Function<T, String> stateKey) {
        if (count == 1 || all.size() < 2) {
            return all.isEmpty() ? List.of() : List.of(all);
        }
        Map<Integer, List<T>> parts = new LinkedHashMap<>();
        for (T each : all) {
            parts.computeIfAbsent(of(stateKey.apply(each)), _ -> new ArrayList<>()).add(each);
        }
        return parts.values();
    }

    int of(String stateKey) {
        return Utils.toPositive(Utils.murmur2(stateKey.getBytes(UTF_8))) % count;
    }
}
