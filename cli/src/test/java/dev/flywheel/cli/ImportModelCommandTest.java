package dev.flywheel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.onnx.export.OnnxExport;
import dev.flywheel.onnx.scoring.OnnxScoring;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls write before each test
class ImportModelCommandTest {

    private static final Path PIPELINE =
            Path.of("../pipelines/click-recommendation.yaml").toAbsolutePath().normalize();

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private Pipeline pipeline;

    /// A graph of the pipeline's own features, as somebody else might have made it.
    @BeforeEach
    void write() throws Exception {
        pipeline = PipelineReader.read(PIPELINE);
        List<Column> columns =
                pipeline.featureSet().columns().stream()
                        .map(column ->
                                switch (column.type()) {
                                    case NUMERIC -> Column.numeric(column.name());
                                    case CATEGORICAL -> Column.categorical(column.name());
                                })
                        .toList();
        EncoderFitter fitter = new EncoderFitter(columns);
        fitter.add(FeatureRow.of(columns, Map.of("item_id", "A13", "item_price", 28)));
        fitter.add(FeatureRow.of(columns, Map.of("item_id", "A16", "item_price", 33)));
        FeatureEncoder encoder = fitter.fit();
        Files.write(
                folder.resolve("clicks.onnx"),
                OnnxExport.of(
                        encoder, new LinearPlan(0.5, new double[encoder.slots()], 0), Map.of()));
        Files.writeString(folder.resolve("schema.json"), "{\"threshold\":0.4}");
    }

    @Test
    void sendsTheVersionAndTellsHowToPromoteIt() throws IOException {
        try (ServiceStandIn registry = new ServiceStandIn()) {
            registry.on("POST /models/click-recommendation/versions", 201, "{\"version\":4}");

            assertThat(run(registry.url(), "clicks.onnx")).isZero();

            assertThat(registry.heard()).hasSize(1);
        }
        assertThat(out.toString(UTF_8))
                .contains("scores 8 golden rows as it should")
                .contains("It is version 4 of click-recommendation")
                .contains("promote click-recommendation 4 --force --reason");
    }

    @Test
    void writesAnArchiveThatScores() throws IOException {
        assertThat(run("http://127.0.0.1:1", "clicks.onnx", "--archive", "version.zip")).isZero();

        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        try (BundleArchive archive = BundleArchive.open(folder.resolve("version.zip"))) {
            OnnxBundle bundle = (OnnxBundle) VersionBundle.read(unpacked, archive.unpack(unpacked));
            assertThat(bundle.identity().featureSet()).isEqualTo(pipeline.featureSet().id());
            assertThat(bundle.threshold()).isEqualTo(0.4);
            OnnxScoring.open(bundle).close();
        }
    }

    @Test
    void refusesWhatIsNoGraphAndSendsNothing() throws IOException {
        Files.writeString(folder.resolve("text.onnx"), "certainly no protobuf");

        assertThat(run("http://127.0.0.1:1", "text.onnx")).isEqualTo(1);
        assertThat(run("http://127.0.0.1:1", "nowhere.onnx")).isEqualTo(1);

        assertThat(errors.toString(UTF_8))
                .contains("The file is no ONNX")
                .contains("There is no file");
    }

    @Test
    void refusesAClassifierWhereTheLabelIsANumber() {
        assertThat(
                        run(
                                Path.of(
                                        "../training-service/src/test/resources/pipelines/spendings.yaml"),
                                "http://127.0.0.1:1",
                                "clicks.onnx"))
                .isEqualTo(1);

        assertThat(errors.toString(UTF_8)).contains("The label of", "is a number");
    }

    private int run(String registry, String graph, String... more) {
        return run(PIPELINE, registry, graph, more);
    }

    private int run(Path pipelineFile, String registry, String graph, String... more) {
        CliContext context =
                new CliContext(
                        new Terminal(new PrintStream(out, true, UTF_8), false),
                        new Terminal(new PrintStream(errors, true, UTF_8), false),
                        Map.of("REGISTRY_URL", registry, "FLYWHEEL_TOKEN", "token"),
                        folder,
                        folder,
                        InstantSource.system());
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "import-model",
                                pipelineFile.toAbsolutePath().normalize().toString(),
                                "--onnx",
                                graph,
                                "--schema",
                                "schema.json"));
        line.addAll(List.of(more));
        return FlywheelCli.commandLine(context).execute(line.toArray(String[]::new));
    }
}
