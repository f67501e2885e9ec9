package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.support.FlywheelProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/// The service's own area, and a way to those of others.
@Configuration(proxyBeanMethods = false)
public class ArtifactConfiguration {

    @Bean
    @Lazy
    ArtifactAreas artifactAreas(FlywheelProperties properties) {
        return new ArtifactAreas(
                properties.artifacts(),
                properties.s3().endpoint(),
                properties.stateDir().resolve("incoming-artifacts"));
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    ArtifactStore artifactStore(
            ArtifactAreas areas, @Value("${spring.application.name}") String service) {
        return areas.of(service.replace("-service", ""));
    }
}
