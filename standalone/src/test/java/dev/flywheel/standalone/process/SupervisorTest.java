package dev.flywheel.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.standalone.RecordingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

    @TempDir Path folder;

    private final RecordingListener listener = new RecordingListener();
    private Supervisor supervisor;

    @BeforeEach
    void supervise() {
        supervisor = new Supervisor(folder, listener, InstantSource.system(), List.of("store"));
    }

    @AfterEach
    void stop() throws IOException {
        supervisor.stopAll(List.of());
    }

    @Test
    void tellsWhoDiedWithItsLastLinesAndStartsItAgain() throws IOException {
        supervisor.start(shell("worker", "echo all is lost; echo '  at Frame.java'; exit 7"));

        await().until(() -> ticked().contains("again worker"));

        assertThat(listener.heard()).startsWith("died worker 7 all is lost true", "again worker");
    }

    @Test
    void givesUpOnAProcessThatDiesAgainAndAgain() throws IOException {
        supervisor.start(shell("worker", "exit 1"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ticked().contains("died worker 1  false"));

        assertThat(listener.heard()).filteredOn("died worker 1  true"::equals).hasSize(5);
    }

    @Test
    void stopsAndStartsOnRequest() throws IOException {
        supervisor.start(shell("worker", "exec sleep 600"));
        Path request = Files.createFile(Supervisor.stopFile(folder, "worker"));

        supervisor.tick();
        boolean stopped = PidFile.of(folder, "worker").process().isEmpty();
        Files.delete(request);
        supervisor.tick();

        assertThat(stopped).isTrue();
        assertThat(PidFile.of(folder, "worker").process()).isPresent();
        assertThat(listener.heard()).containsExactly("stopped worker", "again worker");
    }

    @Test
    void stopsWhatTheOthersNeedAfterThem() throws IOException {
        for (String name : List.of("store", "worker", "helper")) {
            supervisor.start(shell(name, "exec sleep 600"));
            Files.createFile(Supervisor.stopFile(folder, name));
        }

        supervisor.tick();

        assertThat(listener.heard())
                .containsExactly("stopped worker", "stopped helper", "stopped store");
        assertThat(PidFile.in(folder)).isEmpty();
    }

    @Test
    void leavesNothingRunning() throws IOException {
        supervisor.start(shell("store", "exec sleep 600"));
        supervisor.start(shell("deaf", "trap '' TERM; while :; do sleep 1; done"));
        ProcessHandle store = PidFile.of(folder, "store").process().orElseThrow();
        ProcessHandle deaf = PidFile.of(folder, "deaf").process().orElseThrow();

        supervisor.stopAll(List.of());

        assertThat(store.isAlive()).isFalse();
        assertThat(deaf.isAlive()).isFalse();
        assertThat(PidFile.in(folder)).isEmpty();
    }

    private List<String> ticked() throws IOException {
        supervisor.tick();
        return listener.heard();
    }

    private ChildSpec shell(String name, String script) {
        return new ChildSpec(
                name,
                List.of("/bin/sh", "-c", script),
                "",
                Map.of(),
                folder.resolve(name + ".log"),
                "TERM",
                Duration.ofSeconds(1));
    }
}
