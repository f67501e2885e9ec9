package dev.flywheel.feature.online.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.online.EntityCatalogue;
import dev.flywheel.pipeline.Pipeline;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CatalogueListenerTest {

    private static final Pipeline PIPELINE = FeatureFixtures.aPipeline("catalogue-listener-test");
    private static final String TOPIC = Topics.entities(PIPELINE.name());
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final EntityCatalogue catalogue = new EntityCatalogue(PIPELINE.featureSet());

    /// A broker may not know of a topic yet that was created a moment ago.
    @Test
    void waitsForATopicThatIsNotKnownYet() throws InterruptedException {
        MockConsumer<byte[], byte[]> tooEarly = consumer(List.of());
        MockConsumer<byte[], byte[]> inTime =
                consumer(List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), null, null)));
        inTime.schedulePollTask(() -> inTime.addRecord(itemOf(19)));
        Queue<Consumer<byte[], byte[]>> consumers = new ArrayDeque<>(List.of(tooEarly, inTime));
        ArrivalReader reader =
                new ArrivalReader(PIPELINE, Clock.fixed(FeatureFixtures.START, ZoneOffset.UTC));
        CatalogueListener listener =
                new CatalogueListener(
                        PIPELINE.name(),
                        Collections::emptyIterator,
                        reader,
                        catalogue,
                        consumers::remove);
        Thread thread = Thread.ofVirtual().start(listener);

        listener.awaitLoaded();

        assertThat(catalogue.find("item", "A1", "price", FeatureFixtures.START)).isEqualTo(19.0);
        listener.stop();
        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }

    private static MockConsumer<byte[], byte[]> consumer(List<PartitionInfo> partitions) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(TOPIC, partitions);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 1L));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> itemOf(double price) {
        EntityVersion item = FeatureFixtures.anItem("A1", price, FeatureFixtures.START);
        return new ConsumerRecord<>(TOPIC, 0, 0, item.topicKey().getBytes(UTF_8), Json.bytes(item));
    }
}
