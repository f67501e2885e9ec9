package dev.flywheel.monitoring.watch.kafka;

import dev.flywheel.contracts.Topics;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.FlywheelProperties;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/// The topics that monitoring reads or writes, made at the start if nobody has made them.
@Configuration(proxyBeanMethods = false)
class MonitoringTopics {

    @Bean
    KafkaAdmin.NewTopics monitoringTopicsToMake(
            Pipelines pipelines, FlywheelProperties properties) {
        List<NewTopic> topics = new ArrayList<>();
        for (Pipeline pipeline : pipelines.all()) {
            topics.add(perPipeline(Topics.predictions(pipeline.name()), properties));
            topics.add(perPipeline(Topics.outcomes(pipeline.name()), properties));
            topics.add(perPipeline(Topics.quarantine(pipeline.name()), properties));
        }
        topics.add(TopicBuilder.name(Topics.MODEL_EVENTS).partitions(1).compact().build());
        topics.add(TopicBuilder.name(Topics.ALERTS).partitions(1).build());
        topics.add(TopicBuilder.name(Topics.TRAINING_REQUESTS).partitions(1).build());
        return new KafkaAdmin.NewTopics(topics.toArray(NewTopic[]::new));
    }

    private static NewTopic perPipeline(String name, FlywheelProperties properties) {
        return TopicBuilder.name(name)
                .partitions(properties.partitions())
                .config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")
                .build();
    }
}
