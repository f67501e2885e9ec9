package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.Output;
import dev.flywheel.cli.Remote;
import dev.flywheel.cli.client.Api;
import dev.flywheel.model.bundle.ArchivePart;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.onnx.graph.GraphFile;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.imports.OnnxImport;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Registers a classifier that was trained elsewhere.
@Command(
        name = "import-model",
        description = {
            "Register an ONNX classifier that was trained elsewhere as a version of a pipeline's"
                    + " model.",
            "No gate has judged it: promote --force --reason makes it the champion."
        },
        mixinStandardHelpOptions = true)
public final class ImportModelCommand implements Callable<Integer> {

    private static final String ZIP = "application/zip";
    private static final long MOST_ROWS_BYTES = 64L << 20;

    private final CliContext context;

    @Parameters(paramLabel = "PIPELINE", description = "The file that declares its features.")
    private Path pipelineFile = Path.of("");

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "The graph.")
    private Path onnx = Path.of("");

    @Option(
            names = "--schema",
            required = true,
            paramLabel = "FILE",
            description = "JSON: which features are its inputs, and which output is the score.")
    private Path schema = Path.of("");

    @Option(
            names = "--golden",
            paramLabel = "FILE",
            description =
                    "Rows as JSON, one a line: {\"features\":{..},\"score\":0.1}, the score if you"
                            + " know it. From 1,000 on monitoring has a reference.")
    private @Nullable Path golden;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description = "Write the version's archive there and send nothing.")
    private @Nullable Path archive;

    @Mixin private final Remote remote = new Remote();
    @Mixin private final Output output = new Output();

    public ImportModelCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = PipelineReader.read(context.file(pipelineFile));
        if (pipeline.task() != Task.CLASSIFICATION) {
            throw new LoopException(
                    "The label of %s is a number, and only classifiers can be brought in"
                            .formatted(pipeline.name()));
        }
        Path directory = Files.createTempDirectory("import-model");
        try {
            Path file = directory.resolve("version.zip");
            write(pipeline, directory.resolve("bundle"), file);
            return archive == null ? send(pipeline.name(), file) : keep(pipeline.name(), file);
        } catch (GraphRefusedException e) {
            throw new LoopException(e.reason());
        } finally {
            delete(directory);
        }
    }

    private void write(Pipeline pipeline, Path directory, Path file) throws IOException {
        byte[] graph = bytes(onnx, GraphFile.MAX_BYTES);
        OnnxImport importing =
                new OnnxImport(
                        OnnxImport.identity(
                                pipeline.name(),
                                pipeline.hash(),
                                pipeline.featureSet().id(),
                                graph),
                        pipeline.source(),
                        pipeline.featureSet().columns().stream()
                                .map(ImportModelCommand::column)
                                .toList(),
                        graph);
        OnnxBundle bundle =
                importing.bundle(
                        bytes(schema, MOST_ROWS_BYTES),
                        golden == null ? null : bytes(golden, MOST_ROWS_BYTES));
        output.people(context)
                .line(
                        "%s scores %d golden rows as it should%s.",
                        onnx,
                        bundle.goldenRows().size(),
                        bundle.reference() == null
                                ? "; without a reference monitoring can't tell drift"
                                : "");
        List<ArchivePart> parts = new ArrayList<>();
        for (String name : bundle.write(directory, importing.provenance()).keySet()) {
            Path part = directory.resolve(name);
            parts.add(new ArchivePart(name, Files.size(part), () -> Files.newInputStream(part)));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            BundleArchive.write(out, parts);
        }
    }

    private int send(String model, Path file) throws IOException {
        try (Api api = remote.api(context)) {
            JsonNode version =
                    api.upload(
                                    ServiceName.REGISTRY,
                                    "/models/%s/versions".formatted(model),
                                    file,
                                    ZIP)
                            .body();
            output.people(context)
                    .line(
                            "It is version %d of %s. No gate has judged it: promote %s %d --force"
                                    + " --reason ...",
                            version.path("version").asInt(),
                            model,
                            model,
                            version.path("version").asInt());
            return output.end(
                    context,
                    ExitCode.OK,
                    Loop.body("model", model, "version", version.path("version").asInt()));
        }
    }

    private int keep(String model, Path file) throws IOException {
        Path kept = context.path(Objects.requireNonNull(archive));
        Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
        output.people(context).line("The archive is %s.", kept);
        return output.end(
                context, ExitCode.OK, Loop.body("model", model, "archive", kept.toString()));
    }

    private byte[] bytes(Path typed, long limit) throws IOException {
        Path file = context.file(typed);
        if (Files.size(file) > limit) {
            throw new LoopException(
                    "%s has %d bytes, at most %d".formatted(file, Files.size(file), limit));
        }
        return Files.readAllBytes(file);
    }

    private static Column column(FeatureColumn column) {
        return switch (column.type()) {
            case NUMERIC -> Column.numeric(column.name());
            case CATEGORICAL -> Column.categorical(column.name());
        };
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
