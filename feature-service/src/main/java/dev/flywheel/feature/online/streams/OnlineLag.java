package dev.flywheel.feature.online.streams;

import java.util.ArrayList;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// How many records wait in front of a Kafka Streams application and between its stages.
final class OnlineLag {

    private static final int SECONDS = 3;

    private final Admin admin;
    private final String applicationId;
    private final UnreadRecords unread;
    private final List<String> topics;

    /// @param sources topics that others write
    /// @param repartitions names of the application's own repartitions
    OnlineLag(
            Admin admin,
            String applicationId,
            UnreadRecords unread,
            List<String> sources,
            List<String> repartitions) {
        this.admin = admin;
        this.applicationId = applicationId;
        this.unread = unread;
        this.topics = new ArrayList<>(sources);
        repartitions.forEach(name -> topics.add(applicationId + "-" + name + "-repartition"));
    }

    /// Null if Kafka does not say.
    @Nullable Long records() {
        return asked(() -> {
            // Asked before the ends: what goes on to the next stage between the two questions is
            // counted twice then, and else not at all.
            Map<TopicPartition, OffsetAndMetadata> committed = committed();
            return unread.count(behind(ends(IsolationLevel.READ_COMMITTED), committed));
        });
    }

    /// The offsets up to which the application has to read what is in its topics now; null if Kafka
    /// does not say. What is not committed counts: a stage's place may be known as committed a
    /// moment before what it sent on is.
    @Nullable Map<TopicPartition, Long> goals() {
        return asked(() -> ends(IsolationLevel.READ_UNCOMMITTED));
    }

    /// Whether the application has read up to there, and committed.
    boolean reached(Map<TopicPartition, Long> goals) {
        return Boolean.TRUE.equals(asked(() -> unread.count(behind(goals, committed())) == 0));
    }

    private static <T> @Nullable T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (InterruptException e) {
            throw e;
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            return null;
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException, TimeoutException;
    }

    /// What lies between what was read and these offsets. What was deleted nobody waits for.
    private Map<TopicPartition, UnreadRecords.Range> behind(
            Map<TopicPartition, Long> ends, Map<TopicPartition, OffsetAndMetadata> committed)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> starts =
                offsets(ends.keySet(), OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, UnreadRecords.Range> behind = new HashMap<>();
        ends.forEach((partition, end) -> {
            // A partition that nothing was read of has no offset, or none that is known.
            OffsetAndMetadata read = committed.get(partition);
            long start = starts.getOrDefault(partition, 0L);
            long from = read == null ? start : Math.max(start, read.offset());
            behind.put(partition, new UnreadRecords.Range(from, end));
        });
        return behind;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed()
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get(SECONDS, TimeUnit.SECONDS);
    }

    private Map<TopicPartition, Long> ends(IsolationLevel isolation)
            throws ExecutionException, InterruptedException, TimeoutException {
        return offsets(partitions(), OffsetSpec.latest(), isolation);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin
                .listOffsets(
                        partitions.stream()
                                .collect(Collectors.toMap(Function.identity(), _ -> which)),
                        new ListOffsetsOptions(isolation))
                .all()
                .get(SECONDS, TimeUnit.SECONDS)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
    }

    private Collection<TopicPartition> partitions()
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
