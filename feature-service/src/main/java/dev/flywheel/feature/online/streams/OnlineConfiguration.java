package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.erased.CurrentErasedKeys;
import dev.flywheel.feature.online.EntityCatalogue;
import dev.flywheel.feature.online.InstanceAddress;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.online.OtherInstances;
import dev.flywheel.feature.online.kafka.CatalogueListener;
import dev.flywheel.feature.topic.PipelineTopics;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.FlywheelProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes what keeps online states.
@Configuration(proxyBeanMethods = false)
class OnlineConfiguration {

    private final FlywheelProperties flywheel;
    private final FeatureProperties feature;
    private final KafkaProperties kafka;
    private final InstanceAddress address;
    private final OtherInstances others;
    private final PipelineTopics topics;

    OnlineConfiguration(
            FlywheelProperties flywheel,
            FeatureProperties feature,
            KafkaProperties kafka,
            InstanceAddress address,
            OtherInstances others,
            PipelineTopics topics) {
        this.flywheel = flywheel;
        this.feature = feature;
        this.kafka = kafka;
        this.address = address;
        this.others = others;
        this.topics = topics;
    }

    @Bean
    RunningOnlineStates onlineStates(
            Pipelines pipelines,
            Archive archive,
            Admin admin,
            Clock clock,
            CurrentErasedKeys erased,
            MeterRegistry meters) {
        return new RunningOnlineStates(
                pipelines,
                (pipeline, generation) -> unit(pipeline, generation, archive, admin, clock, erased),
                meters);
    }

    private OnlineUnit unit(
            Pipeline pipeline,
            int generation,
            Archive archive,
            Admin admin,
            Clock clock,
            CurrentErasedKeys erased) {
        String featureSet = pipeline.featureSet().id();
        String application = OnlineStates.application(pipeline.name(), featureSet, generation);
        ArrivalReader reader = new ArrivalReader(pipeline, clock);
        EntityCatalogue catalogue = new EntityCatalogue(pipeline.featureSet());
        OnlineTopology topology =
                new OnlineTopology(
                        pipeline,
                        reader,
                        catalogue,
                        feature.online().remember(),
                        topics.partitions(pipeline.name()),
                        () -> erased.of(pipeline.name()));
        Map<String, Object> settings =
                OnlineSettings.of(
                        application,
                        kafka.buildStreamsProperties(),
                        flywheel.stateDir().resolve("feature"),
                        feature);
        String here = address.value();
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, here);
        StreamsConfig config = new StreamsConfig(settings);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(config));
        topology.addTo(builder);
        OnlineLag lag =
                new OnlineLag(
                        admin,
                        application,
                        new UnreadRecords(this::committed),
                        topology.sources(),
                        topology.repartitions());
        return new OnlineUnit(
                pipeline.name(),
                featureSet,
                generation,
                catalogue.isUnneeded()
                        ? null
                        : new CatalogueListener(
                                pipeline.name(),
                                () -> archive.versions(pipeline.name(), Long.MAX_VALUE),
                                reader,
                                catalogue,
                                this::consumer),
                topology,
                new OnlineStreams(
                        pipeline,
                        topology,
                        new KafkaStreams(builder.build(), config),
                        lag,
                        here,
                        others),
                erased);
    }

    private Consumer<byte[], byte[]> consumer() {
        return consumer(IsolationLevel.READ_UNCOMMITTED);
    }

    private Consumer<byte[], byte[]> committed() {
        return consumer(IsolationLevel.READ_COMMITTED);
    }

    private Consumer<byte[], byte[]> consumer(IsolationLevel isolation) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
