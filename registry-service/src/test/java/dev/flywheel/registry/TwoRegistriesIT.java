package dev.flywheel.registry;

import dev.flywheel.testsupport.ServiceProcess;
import dev.flywheel.testsupport.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two registries on one database and one Kafka, as processes of their own: each change is told
/// once, by whichever comes first, and what one leaves when it is killed the other tells.
class TwoRegistriesIT {

    private static final int CHANGES = 15;

    @TempDir Path artifacts;

    private final TestPostgres.Database database = TestPostgres.create("registry");

    @Test
    void tellEachChangeOnceAndTakeOverFromOneThatIsKilled() throws Exception {
        try (PromotionTraffic traffic = new PromotionTraffic(database, "left", "right");
                RegistryProcess first = start();
                RegistryProcess second = start()) {
            first.awaitReady();
            second.awaitReady();
            traffic.prepare(first.client());

            traffic.begin(first.client(), second.client());
            traffic.awaitMore(CHANGES);
            traffic.end();
            traffic.hasLostAndReorderedNothing(first.client());
            traffic.hasToldNothingTwice();

            traffic.begin(first.client(), second.client());
            traffic.awaitMore(CHANGES);
            second.kill();
            traffic.awaitMore(CHANGES);
            traffic.end();
            traffic.hasLostAndReorderedNothing(first.client());
        }
    }

    private RegistryProcess start() {
        return RegistryProcess.start(database, artifacts, ServiceProcess.freePort());
    }
}
