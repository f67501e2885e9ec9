package dev.flywheel.feature.featureset.kafka;

import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.featureset.FeatureSetTopics;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.feature.topic.TopicShape;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.springframework.stereotype.Component;

/// Asks Kafka's administration.
@Component
final class KafkaFeatureSetTopics implements FeatureSetTopics {

    private static final int SECONDS = 30;
    private static final byte[] WHOLE = {1};

    private final Admin admin;
    private final Publisher publisher;

    KafkaFeatureSetTopics(Admin admin, Publisher publisher) {
        this.admin = admin;
        this.publisher = publisher;
    }

    @Override
    public void create(String pipeline, String featureSet) {
        int partitions = partitions(List.of(Topics.events(pipeline))).size();
        Map<String, KafkaFuture<Void>> made =
                admin.createTopics(
                                List.of(
                                        compacted(
                                                Topics.onlineFeatures(pipeline, featureSet),
                                                partitions),
                                        kept(
                                                Topics.archivedEvents(pipeline, featureSet),
                                                partitions),
                                        kept(
                                                Topics.archivedEntities(pipeline, featureSet),
                                                partitions)))
                        .values();
        made.values().forEach(topic -> unless(TopicExistsException.class, topic));
    }

    @Override
    public void tellWhole(String pipeline, String featureSet, boolean whole) {
        String topic = Topics.onlineFeatures(pipeline, featureSet);
        publisher.publishToEach(partitions(List.of(topic)), Topics.FILLED, whole ? WHOLE : null);
    }

    @Override
    public void beginAt(String application, String pipeline, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        partitions(List.of(Topics.events(pipeline), Topics.entities(pipeline)))
                .forEach(partition ->
                        places.put(
                                partition,
                                new OffsetAndMetadata(offsets.getOrDefault(partition, 0L))));
        get(admin.alterConsumerGroupOffsets(application, places).all());
    }

    @Override
    public boolean hasBegun(String application) {
        return !get(admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata())
                .isEmpty();
    }

    @Override
    public void empty(String pipeline, String featureSet) {
        Collection<TopicPartition> filled =
                partitions(
                        List.of(
                                Topics.archivedEvents(pipeline, featureSet),
                                Topics.archivedEntities(pipeline, featureSet)));
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        get(admin.listOffsets(
                                filled.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Function.identity(),
                                                        _ -> OffsetSpec.latest())))
                        .all())
                .forEach((partition, end) ->
                        all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
        get(admin.deleteRecords(all).all());
    }

    @Override
    public void forget(String application) {
        deleteAll(topic -> topic.startsWith(application + "-"));
        unless(
                GroupIdNotFoundException.class,
                admin.deleteConsumerGroups(Set.of(application)).all());
    }

    @Override
    public boolean delete(String pipeline, String featureSet) {
        List<String> own =
                List.of(
                        Topics.onlineFeatures(pipeline, featureSet),
                        Topics.archivedEvents(pipeline, featureSet),
                        Topics.archivedEntities(pipeline, featureSet));
        String applications = OnlineStates.applications(pipeline, featureSet);
        return deleteAll(topic -> own.contains(topic) || topic.startsWith(applications));
    }

    private boolean deleteAll(Predicate<String> which) {
        List<String> topics = get(admin.listTopics().names()).stream().filter(which).toList();
        admin.deleteTopics(topics)
                .topicNameValues()
                .values()
                .forEach(topic -> unless(UnknownTopicOrPartitionException.class, topic));
        return !topics.isEmpty();
    }

    private Collection<TopicPartition> partitions(List<String> topics) {
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic ->
                        topic.partitions().stream()
                                .map(info -> new TopicPartition(topic.name(), info.partition())))
                .toList();
    }

    private static NewTopic compacted(String name, int partitions) {
        return TopicShape.compacted(name, partitions).build();
    }

    private static NewTopic kept(String name, int partitions) {
        return TopicShape.kept(name, partitions, TopicShape.EVENTS_KEPT).build();
    }

    private static void unless(Class<? extends Exception> harmless, KafkaFuture<?> future) {
        try {
            get(future);
        } catch (KafkaException e) {
            if (!harmless.isInstance(e.getCause())) {
                throw e;
            }
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka refused: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
