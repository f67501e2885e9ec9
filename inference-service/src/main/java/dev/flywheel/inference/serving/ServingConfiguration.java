package dev.flywheel.inference.serving;

import dev.flywheel.inference.InferenceProperties;
import dev.flywheel.inference.online.OnlineFeaturesPool;
import dev.flywheel.support.FlywheelProperties;
import dev.flywheel.support.client.ServiceClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ServingConfiguration {

    private static final Duration DOWNLOAD = Duration.ofSeconds(30);

    @Bean
    ServingModels servingModels() {
        return new ServingModels();
    }

    @Bean
    OnlineFeaturesPool onlineFeaturesPool(
            KafkaProperties kafka,
            FlywheelProperties flywheel,
            InferenceProperties properties,
            Clock clock,
            MeterRegistry meters) {
        return new OnlineFeaturesPool(
                kafka.buildConsumerProperties(),
                home(flywheel).resolve("online"),
                properties.cachedStates(),
                properties.kafkaTimeout(),
                clock,
                meters);
    }

    @Bean
    ModelLoaders modelLoaders(
            ServingModels models,
            OnlineFeaturesPool pool,
            ServiceClients clients,
            FlywheelProperties flywheel,
            InferenceProperties properties,
            Clock clock,
            MeterRegistry meters) {
        BundleCache cache = new BundleCache(home(flywheel).resolve("models"));
        BundleDownloader downloader =
                new BundleDownloader(clients.client(properties.registryUrl(), DOWNLOAD));
        return new ModelLoaders(
                models,
                new ModelAssembler(cache, downloader, pool),
                cache,
                new ServingMetrics(meters),
                clock,
                properties.retryAtMost());
    }

    private static Path home(FlywheelProperties flywheel) {
        return flywheel.stateDir().resolve("inference").toAbsolutePath();
    }
}
