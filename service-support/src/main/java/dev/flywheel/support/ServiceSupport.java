package dev.flywheel.support;

import dev.flywheel.support.artifact.ArtifactConfiguration;
import dev.flywheel.support.client.ServiceClients;
import dev.flywheel.support.http.HttpConfiguration;
import dev.flywheel.support.pipelines.PipelinesConfiguration;
import dev.flywheel.support.security.SecurityConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.client.RestClient;

/// The beans that every service finds ready: the clock, the artifact store, clients of other
/// services, the lock on every door, and how much fits through it.
@AutoConfiguration(
        beforeName =
                "org.springframework.boot.security.oauth2.server.resource.autoconfigure"
                        + ".OAuth2ResourceServerAutoConfiguration")
@EnableConfigurationProperties(FlywheelProperties.class)
@Import({
    SecurityConfiguration.class,
    ArtifactConfiguration.class,
    PipelinesConfiguration.class,
    HttpConfiguration.class
})
public class ServiceSupport {

    @Bean
    @ConditionalOnMissingBean
    @SuppressWarnings("TimeZoneUsage") // the one place where the system's clock comes in
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    ServiceClients serviceClients(RestClient.Builder builder, FlywheelProperties properties) {
        return new ServiceClients(builder, properties);
    }
}
