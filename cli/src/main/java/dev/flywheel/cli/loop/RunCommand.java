package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.installation.UpCommand;
import dev.flywheel.contracts.Json;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// From a file to a served model.
@Command(
        name = "run",
        description = "Import files, train, and serve the model: ingest to deployment in one call.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

    private static final String NDJSON = ".ndjson";

    private final CliContext context;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, such as click-recommendation.")
    private String pipeline = "";

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description =
                    "A CSV (also zipped), NDJSON or Parquet file; once for each file. The pipeline's"
                            + " imports say what its columns mean: those whose path fits its name."
                            + " Entities are loaded from entities/ENTITY.ndjson beside it. Without"
                            + " --source, all imports of the pipeline read what their paths say, in"
                            + " the folder import of FLYWHEEL_HOME.")
    private List<Path> sources = List.of();

    public RunCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        StandaloneSettings settings = context.settings();
        List<Path> files = sources.stream().map(context::file).toList();
        Map<String, ImportSpec> declared =
                Pipelines.load(settings.pipelines(), new DuckDbCheck()).get(pipeline).imports();
        List<FileImport> imports =
                files.isEmpty() ? FileImport.declared(declared) : FileImport.of(files, declared);
        if (PidFile.of(settings.home().run(), Standalone.LAUNCHER).process().isEmpty()) {
            UpCommand.detach(context, settings);
        }
        try (Api api = context.api()) {
            Loop loop = new Loop(api, context.terminal(), context.clock(), pipeline);
            for (Path folder : folders(files)) {
                loadEntities(loop, folder.resolve("entities"));
            }
            for (FileImport each : imports) {
                each.offer(settings.home().imports());
                tell(loop, each.name(), loop.importFile(each.request(Map.of()), 0));
            }
            loop.awaitSettled();
            RunReport run = loop.train(Loop.body("cause", "manual"));
            RunPrinter.print(context.terminal(), run);
            if (run.code() != ExitCode.OK) {
                return run.code().number();
            }
            Serving serving = loop.awaitServing(run.version(), Duration.ofMinutes(2));
            context.terminal()
                    .line("  inference serves version %d of %s", serving.version(), pipeline);
        }
        return 0;
    }

    private static List<Path> folders(List<Path> files) {
        return files.stream().map(file -> file.resolveSibling("")).distinct().toList();
    }

    private void tell(Loop loop, String name, ImportState imported) {
        context.terminal()
                .line(
                        "  imported %,d rows%s, %,d skipped, %,d quarantined",
                        imported.accepted(),
                        name.isEmpty() ? "" : " as " + name,
                        imported.skipped(),
                        imported.quarantined());
        for (String reason : loop.refusals(imported)) {
            context.terminal().line("    %s", reason);
        }
    }

    private void loadEntities(Loop loop, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(NDJSON)).sorted().toList();
        }
        for (Path file : files) {
            List<JsonNode> versions = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                versions.add(Json.MAPPER.readTree(line));
            }
            String name = file.getFileName().toString();
            String entity = name.substring(0, name.length() - NDJSON.length());
            loop.putEntities(entity, versions);
            context.terminal().line("  loaded %,d %ss", versions.size(), entity);
        }
    }
}
