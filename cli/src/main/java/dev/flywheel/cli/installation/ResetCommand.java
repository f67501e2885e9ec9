package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.standalone.Folders;
import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.process.Leftovers;
import dev.flywheel.standalone.process.PidFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Deletes what an installation has gathered.
@Command(
        name = "reset",
        description = "Delete all data, keys and logs; what was built stays.",
        mixinStandardHelpOptions = true)
public final class ResetCommand implements Callable<Integer> {

    private final CliContext context;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    public ResetCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Home home = context.settings().home();
        if (!yes && !confirmed(home)) {
            context.terminal().line("Nothing was deleted.");
            return 1;
        }
        reset(home);
        context.terminal().line("Deleted the data in %s.", home.root());
        return 0;
    }

    /// Deletes the data of an installation that does not run.
    ///
    /// @throws StandaloneException if it runs
    public static void reset(Home home) throws IOException {
        if (PidFile.of(home.run(), Standalone.LAUNCHER).process().isPresent()) {
            throw new StandaloneException(
                    "Flywheel is running: stop it with ./flywheel down first.");
        }
        Leftovers.stop(home.run(), Duration.ofSeconds(20));
        for (Path folder : home.data()) {
            Folders.delete(folder);
        }
    }

    private boolean confirmed(Home home) {
        if (!context.terminal().isInteractive()) {
            throw new StandaloneException(
                    "This deletes all data in %s: say ./flywheel reset --yes."
                            .formatted(home.root()));
        }
        String question = "Delete all data in %s? [y/N] ".formatted(home.root());
        return Optional.ofNullable(System.console())
                .map(console -> console.readLine("%s", question))
                .filter(answer -> answer.strip().equalsIgnoreCase("y"))
                .isPresent();
    }
}
