package dev.flywheel.testsupport;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/// Whether a Docker engine answers. Asked once a JVM, as the answer decides for all tests alike.
final class Docker {

    /// How long a container may take to start: a minute, the default, is short on a busy machine.
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Logger LOG = LoggerFactory.getLogger(Docker.class);
    private static final boolean ANSWERS = ask();

    private Docker() {}

    static boolean answers() {
        return ANSWERS;
    }

    private static boolean ask() {
        boolean answers =
                !Boolean.getBoolean("flywheel.test.embedded")
                        && DockerClientFactory.instance().isDockerAvailable();
        LOG.info(
                answers
                        ? "A Docker engine answers: tests run on Testcontainers"
                        : "No Docker engine: tests run on the embedded Kafka and PostgreSQL");
        return answers;
    }
}
