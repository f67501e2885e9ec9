package dev.flywheel.registry;

import dev.flywheel.testsupport.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry as a process of its own, killed again and again while promotions go on: what has
/// been committed reaches both topics and the webhook, in order.
class RegistryKillIT {

    private static final int KILLS = 2;
    private static final int CHANGES_BEFORE_A_KILL = 25;

    @TempDir Path artifacts;

    private final TestPostgres.Database database = TestPostgres.create("registry");
    private final int port = RegistryProcess.freePort();

    @Test
    void losesAndReordersNothingHoweverOftenItIsKilled() throws Exception {
        try (PromotionTraffic traffic = new PromotionTraffic(database, "red", "green")) {
            RegistryProcess registry = start();
            try {
                registry.awaitReady();
                traffic.prepare(registry.client());
                traffic.begin(registry.client());

                for (int kill = 1; kill <= KILLS; kill++) {
                    traffic.awaitMore(CHANGES_BEFORE_A_KILL);
                    registry.kill();
                    registry = start();
                    registry.awaitReady();
                }

                traffic.end();
                traffic.hasLostAndReorderedNothing(registry.client());
            } finally {
                registry.close();
            }
        }
    }

    private RegistryProcess start() throws Exception {
        return RegistryProcess.start(database, artifacts, port);
    }
}
