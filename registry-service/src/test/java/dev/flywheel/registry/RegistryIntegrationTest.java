package dev.flywheel.registry;

import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.util.Map;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;

/// A test of the whole registry over HTTP, on a real PostgreSQL and a real Kafka. All of them share
/// one registry: each uses names that no other uses.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            // Only when a test says so: what it looks at might be swept before its time.
            "flywheel.registry.sweep.every=1d",
            "flywheel.registry.webhooks.allow-http=true",
            "flywheel.registry.webhooks.allow-private=true",
            "flywheel.registry.webhooks.key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "flywheel.registry.webhooks.attempts=4",
            "flywheel.registry.webhooks.first-delay=20ms",
            "flywheel.registry.webhooks.longest-delay=50ms",
            "flywheel.registry.webhooks.disable-after=3",
            "flywheel.registry.webhooks.poll=50ms"
        })
@ContextConfiguration(initializers = RegistryIntegrationTest.Infrastructure.class)
public @interface RegistryIntegrationTest {

    /// Tells the registry where its database, its broker, its artifacts and its issuer are.
    final class Infrastructure
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPostgres.Database database = TestPostgres.create("registry");
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(
                            new MapPropertySource(
                                    "infrastructure",
                                    Map.of(
                                            "spring.datasource.url", database.url(),
                                            "spring.datasource.username", database.user(),
                                            "spring.datasource.password", database.password(),
                                            "spring.kafka.bootstrap-servers",
                                                    context.getEnvironment()
                                                            .getProperty(
                                                                    "test.kafka",
                                                                    TestKafka.bootstrapServers()),
                                            "flywheel.artifacts", artifacts(),
                                            "flywheel.registry.artifact-limit", "1MB",
                                            "flywheel.jwt.public-key",
                                                    TestTokens.publicKeyFile().toString())));
        }

        private static String artifacts() {
            try {
                return Files.createTempDirectory("registry-artifacts").toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
