package dev.flywheel.cli;

import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.client.Credentials;
import dev.flywheel.cli.client.Endpoints;
import dev.flywheel.cli.loop.LoopException;
import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.standalone.StandaloneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What every command needs: where it writes, what the environment says, the clock.
///
/// @param terminal where it writes what was asked for
/// @param errors where it tells of mistakes, and what is not for a program to read
/// @param root the source tree that `./flywheel` lies in
/// @param directory where the user stands; relative paths on the command line start there
public record CliContext(
        Terminal terminal,
        Terminal errors,
        Map<String, String> environment,
        Path root,
        Path directory,
        InstantSource clock) {

    /// All in one place.
    public CliContext(
            Terminal terminal,
            Map<String, String> environment,
            Path root,
            Path directory,
            InstantSource clock) {
        this(terminal, terminal, environment, root, directory, clock);
    }

    static CliContext ofProcess() {
        Path directory = Path.of("").toAbsolutePath();
        return new CliContext(
                Terminal.standard(),
                Terminal.errors(),
                System.getenv(),
                Path.of(System.getProperty("flywheel.root", directory.toString())),
                directory,
                InstantSource.system());
    }

    public StandaloneSettings settings() {
        return StandaloneSettings.from(environment, root);
    }

    /// The services, with the user's token.
    public Api api() throws IOException {
        return api(settings());
    }

    /// The services of an installation, with the user's token.
    public Api api(StandaloneSettings settings) throws IOException {
        String token = Credentials.token(environment, settings.home(), clock);
        return new Api(Endpoints.from(environment, settings.ports()), () -> token);
    }

    /// A path that the user typed.
    public Path path(Path typed) {
        return directory.resolve(typed).normalize();
    }

    /// A file that the user typed, to be read.
    ///
    /// @throws LoopException if there is none
    public Path file(Path typed) {
        Path file = path(typed);
        if (Files.isDirectory(file)) {
            throw new LoopException(file + " is a folder; name a file in it");
        }
        if (!Files.isReadable(file)) {
            throw new LoopException("There is no file " + file);
        }
        return file;
    }
}
