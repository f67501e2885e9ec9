package dev.flywheel.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {

    @TempDir Path folder;

    @Test
    void findsTheProcessThatItRemembers() throws IOException {
        PidFile file = PidFile.of(folder, "me");

        file.write(ProcessHandle.current(), "java");

        assertThat(file.process()).contains(ProcessHandle.current());
        assertThat(PidFile.in(folder)).extracting(PidFile::name).containsExactly("me");
    }

    @Test
    void mistakesNoOtherProcessForIt() throws IOException {
        PidFile program = PidFile.of(folder, "program");
        program.write(ProcessHandle.current(), "postgres");
        PidFile start = PidFile.of(folder, "start");
        Files.writeString(start.path(), ProcessHandle.current().pid() + "\n1000\njava\n");

        assertThat(program.process()).isEmpty();
        assertThat(start.process()).isEmpty();
    }

    @Test
    void readsAFileThatWasCutShortAsNothing() throws IOException {
        Files.writeString(folder.resolve("cut.pid"), "12");

        assertThat(PidFile.of(folder, "cut").process()).isEmpty();
    }

    @Test
    void stopsLeftoversAndForgetsThem() throws IOException {
        Process leftover = new ProcessBuilder("sleep", "600").start();
        PidFile.of(folder, "sleeper").write(leftover.toHandle(), "");
        Files.writeString(folder.resolve("gone.pid"), "999999999\n1\njava\n");

        List<String> stopped = Leftovers.stop(folder, Duration.ofSeconds(5));

        assertThat(stopped).containsExactly("sleeper");
        // The system says so; the object itself hears of the end in a thread of its own.
        assertThat(leftover.toHandle().isAlive()).isFalse();
        assertThat(PidFile.in(folder)).isEmpty();
    }
}
