package dev.flywheel.registry;

import dev.flywheel.testsupport.ServiceProcess;
import dev.flywheel.testsupport.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The only registry, as a process of its own, killed while promotions go on: what has been
/// committed reaches both topics and the webhook, in order, once it is there again.
class RegistryKillIT {

    private static final int CHANGES_BEFORE_A_KILL = 25;

    @TempDir Path artifacts;

    private final TestPostgres.Database database = TestPostgres.create("registry");
    private final int port = ServiceProcess.freePort();

    @Test
    void losesAndReordersNothingWhenItIsKilled() throws Exception {
        try (PromotionTraffic traffic = new PromotionTraffic(database, "red", "green")) {
            RegistryProcess registry = start();
            try {
                registry.awaitReady();
                traffic.prepare(registry.client());
                traffic.begin(registry.client());

                traffic.awaitMore(CHANGES_BEFORE_A_KILL);
                registry.kill();
                registry = start();
                registry.awaitReady();
                traffic.awaitMore(CHANGES_BEFORE_A_KILL);

                traffic.end();
                traffic.hasLostAndReorderedNothing(registry.client());
            } finally {
                registry.close();
            }
        }
    }

    private RegistryProcess start() {
        return RegistryProcess.start(database, artifacts, port);
    }
}
