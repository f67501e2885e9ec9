package dev.flywheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Every command that a document shows is one, with options that there are; and the guide's own
/// file is valid by the command that the guide gives.
class DocCommandsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("\\./flywheel ([a-z][^>|&#;`)\n]*)");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    /// The script builds and tests without the command line.
    private static final Set<String> OF_THE_SCRIPT = Set.of("test");

    @TempDir Path folder;

    @Test
    void parsesEveryCommandOfEveryDocument() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path document : documents()) {
            commands(Files.readString(document)).forEach(commands::add);
        }

        assertThat(commands).hasSizeGreaterThan(40).allSatisfy(DocCommandsTest::parse);
    }

    @Test
    void validatesTheGuidesFileAsTheGuideSays() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/your-own-pipeline.md"));
        MatchResult file = YAML.matcher(guide).results().findFirst().orElseThrow();
        String command =
                commands(guide)
                        .filter(line -> line.startsWith("validate "))
                        .findFirst()
                        .orElseThrow();
        Path path = folder.resolve(command.substring("validate ".length()));
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.group(1));

        int exit =
                FlywheelCli.commandLine(CliContext.ofProcess())
                        .execute("validate", path.toString());

        assertThat(exit).isZero();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.of(
                            modules.map(module -> module.resolve("README.md")),
                            pages,
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")))
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md") && Files.isRegularFile(path))
                    .toList();
        }
    }

    private static Stream<String> commands(String document) {
        return COMMAND.matcher(document.replace("\\\n", " "))
                .results()
                .map(found -> found.group(1).strip());
    }

    /// A command that is only named has no arguments; variables and names stand for values.
    private static void parse(String command) {
        String[] words =
                command.replaceAll("\"\\$(VERSION|champion)\"", "7")
                        .replaceAll("\"[^\"]*\"", "x")
                        .split("\\s+", -1);
        CommandLine commandLine = FlywheelCli.commandLine(CliContext.ofProcess());
        if (OF_THE_SCRIPT.contains(words[0])) {
            return;
        }
        if (words.length == 1) {
            assertThat(commandLine.getSubcommands()).containsKey(words[0]);
        } else {
            commandLine.parseArgs(words);
        }
    }
}
