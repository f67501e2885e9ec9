package dev.flywheel.training;

import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.support.FlywheelProperties;
import dev.flywheel.support.artifact.ArtifactAreas;
import dev.flywheel.support.client.ServiceClients;
import dev.flywheel.support.security.ScopeRules;
import dev.flywheel.training.dataset.PairedSnapshots;
import dev.flywheel.training.dataset.SnapshotClient;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.registration.Champions;
import dev.flywheel.training.registration.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;

/// What the steps of a run share: the clients of other services, and where snapshots are copied to.
@Configuration(proxyBeanMethods = false)
class TrainingConfiguration {

    private static final Duration ANSWER = Duration.ofSeconds(60);

    @Bean
    ScopeRules scopeRules() {
        return new ScopeRules()
                .post("/pipelines/{pipeline}/runs", Scope.RUNS_WRITE)
                .post("/runs/{id}/cancel", Scope.RUNS_WRITE)
                .get(
                        "/pipelines/{pipeline}/suggested-expectations",
                        Scope.MODELS_READ,
                        Scope.RUNS_WRITE,
                        Scope.MONITORING_READ)
                .get("/runs/**", Scope.MODELS_READ, Scope.RUNS_WRITE, Scope.MONITORING_READ);
    }

    /// Of all services this one computes what pipeline files say in SQL.
    @Bean
    SqlCheck sqlCheck() {
        return new DuckDbCheck();
    }

    @Bean
    SnapshotClient snapshotClient(
            ServiceClients clients, TrainingProperties properties, Clock clock) {
        return new SnapshotClient(
                clients.client(properties.featureUrl(), ANSWER),
                properties.snapshotTimeout(),
                clock);
    }

    @Bean
    SnapshotFiles snapshotFiles(ArtifactAreas areas, FlywheelProperties flywheel) {
        return new SnapshotFiles(areas.of("feature"), state(flywheel).resolve("snapshots"));
    }

    @Bean
    PairedSnapshots pairedSnapshots(SnapshotClient snapshots, SnapshotFiles files) {
        return new PairedSnapshots(snapshots, files);
    }

    @Bean
    Registry registry(ServiceClients clients, TrainingProperties properties) {
        return new Registry(clients.client(properties.registryUrl(), ANSWER));
    }

    @Bean
    Champions champions(Registry registry, FlywheelProperties flywheel) {
        return new Champions(registry, state(flywheel).resolve("champions"));
    }

    @Bean
    NewTopics topics() {
        return new NewTopics(
                TopicBuilder.name(Topics.TRAINING_REQUESTS).partitions(1).replicas(-1).build(),
                TopicBuilder.name(Topics.REPRODUCTION_REQUESTS)
                        .partitions(1)
                        .replicas(-1)
                        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
                        .build(),
                TopicBuilder.name(Topics.ALERTS).partitions(1).replicas(-1).build());
    }

    private static Path state(FlywheelProperties flywheel) {
        return flywheel.stateDir().resolve("training");
    }
}
