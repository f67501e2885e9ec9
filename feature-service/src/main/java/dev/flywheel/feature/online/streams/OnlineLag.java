package dev.flywheel.feature.online.streams;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// How many records wait in front of a Kafka Streams application and between its stages.
final class OnlineLag {

    private static final int SECONDS = 3;

    private final Admin admin;
    private final String applicationId;
    private final List<String> sources;
    private final List<String> repartitions;

    /// @param sources topics that others write
    /// @param repartitions names of the application's own repartitions
    OnlineLag(Admin admin, String applicationId, List<String> sources, List<String> repartitions) {
        this.admin = admin;
        this.applicationId = applicationId;
        this.sources = sources;
        this.repartitions =
                repartitions.stream()
                        .map(name -> applicationId + "-" + name + "-repartition")
                        .toList();
    }

    /// Null if Kafka does not say.
    @Nullable Long records() {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets(applicationId)
                            .partitionsToOffsetAndMetadata()
                            .get(SECONDS, TimeUnit.SECONDS);
            // A committed transaction ends with a marker, which no consumer acknowledges.
            return lag(sources, committed, 0) + lag(repartitions, committed, 1);
        } catch (ExecutionException | TimeoutException _) {
            return null;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private long lag(
            List<String> topics, Map<TopicPartition, OffsetAndMetadata> committed, int markers)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions(topics).stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                new HashMap<>(
                        admin.listOffsets(
                                        latest,
                                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all()
                                .get(SECONDS, TimeUnit.SECONDS));
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata position = committed.get(end.getKey());
                    long behind =
                            end.getValue().offset() - (position == null ? 0 : position.offset());
                    return Math.max(0, behind - markers);
                })
                .sum();
    }

    private Collection<TopicPartition> partitions(List<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> described =
                admin.describeTopics(topics).allTopicNames().get(SECONDS, TimeUnit.SECONDS);
        return described.values().stream()
                .flatMap(topic ->
                        topic.partitions().stream()
                                .map(info -> new TopicPartition(topic.name(), info.partition())))
                .toList();
    }
}
