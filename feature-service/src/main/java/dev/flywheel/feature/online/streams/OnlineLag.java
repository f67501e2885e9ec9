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

    /// A committed transaction ends with a marker, which no consumer acknowledges.
    private static final long MARKER = 1;

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
            Map<TopicPartition, OffsetAndMetadata> committed = committed();
            return lag(sources, committed, 0) + lag(repartitions, committed, MARKER);
        } catch (ExecutionException | TimeoutException _) {
            return null;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /// The offsets up to which the application has to read what is in its topics now; null if Kafka
    /// does not say.
    @Nullable Map<TopicPartition, Long> goals() {
        try {
            Map<TopicPartition, Long> goals = new HashMap<>(ends(sources));
            ends(repartitions).forEach((partition, end) -> goals.put(partition, end - MARKER));
            return goals;
        } catch (ExecutionException | TimeoutException _) {
            return null;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /// Whether the application has read up to there, and committed.
    boolean reached(Map<TopicPartition, Long> goals) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = committed();
            return goals.entrySet().stream()
                    .allMatch(goal -> position(committed, goal.getKey()) >= goal.getValue());
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed()
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private long lag(
            List<String> topics, Map<TopicPartition, OffsetAndMetadata> committed, long markers)
            throws ExecutionException, InterruptedException, TimeoutException {
        return ends(topics).entrySet().stream()
                .mapToLong(end ->
                        Math.max(0, end.getValue() - markers - position(committed, end.getKey())))
                .sum();
    }

    private static long position(
            Map<TopicPartition, OffsetAndMetadata> committed, TopicPartition partition) {
        // A partition that nothing was read of has no offset, or none that is known.
        OffsetAndMetadata position = committed.get(partition);
        return position == null ? 0 : position.offset();
    }

    private Map<TopicPartition, Long> ends(List<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions(topics).stream()
                        .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        return admin
                .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(SECONDS, TimeUnit.SECONDS)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
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
