package dev.flywheel.benchmarks.services;

import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.process.PidFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A recording of a service by JDK Flight Recorder.
final class Recording {

    private Recording() {}

    static void start(Home home, String name) throws IOException, InterruptedException {
        jcmd(home, name, "JFR.start", "settings=profile", "name=import");
    }

    static void dump(Home home, String name, Path file) throws IOException, InterruptedException {
        jcmd(home, name, "JFR.dump", "name=import", "filename=" + file);
    }

    private static void jcmd(Home home, String name, String... command)
            throws IOException, InterruptedException {
        long pid =
                PidFile.of(home.run(), name)
                        .process()
                        .orElseThrow(() -> new IllegalStateException(name + " is not running"))
                        .pid();
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), Long.toString(pid), String.join(" ", command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("jcmd failed: " + List.of(command));
        }
    }
}
