package dev.flywheel.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandaloneSettingsTest {

    private static final Path PROJECT = Path.of("/src/flywheel");

    @Test
    void hasDefaultsForEverything() {
        StandaloneSettings settings = StandaloneSettings.from(Map.of(), PROJECT);

        assertThat(settings.home().root()).isEqualTo(PROJECT.resolve(".flywheel"));
        assertThat(settings.pipelines()).isEqualTo(PROJECT.resolve("pipelines"));
        assertThat(settings.ports().of(ServiceName.INGESTION)).isEqualTo(8081);
        assertThat(settings.ports().of(ServiceName.MONITORING)).isEqualTo(8086);
    }

    @Test
    void movesAllPortsTogether() {
        StandaloneSettings settings =
                StandaloneSettings.from(Map.of("FLYWHEEL_PORT_BASE", "9081"), PROJECT);

        assertThat(settings.ports().all().values())
                .containsExactly(9081, 9082, 9083, 9084, 9085, 9086, 9087, 9088, 9089);
    }

    @Test
    void saysWhatIsWrongWithAPortBase() {
        assertThatThrownBy(() ->
                        StandaloneSettings.from(Map.of("FLYWHEEL_PORT_BASE", "high"), PROJECT))
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining("'high'");
    }

    @Test
    void namesThePortThatIsTakenAndAWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(Math.min(taken.getLocalPort(), 65_000));

            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(StandaloneException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("FLYWHEEL_PORT_BASE");
        }
    }

    @Test
    void advisesOnAFullDisk() {
        assertThat(Advice.on(java.util.List.of("IOException: No space left on device")))
                .startsWith("The disk is full");
    }
}
