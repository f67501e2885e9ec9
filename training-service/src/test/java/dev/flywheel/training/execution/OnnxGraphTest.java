package dev.flywheel.training.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flywheel.model.bundle.BundleIdentity;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncodedRow;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.fold.LabelledRow;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import dev.flywheel.training.execution.OnnxGraph.Exported;
import dev.flywheel.training.execution.OnnxGraph.NotExported;
import dev.flywheel.training.trainer.Lesson;
import dev.flywheel.training.trainer.Trainers;
import dev.flywheel.training.trainer.TrainingRows;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Candidates trained on real clicks, as ONNX Runtime scores them on clicks that came later.
class OnnxGraphTest {

    private static final int CLICKS = 6_000;
    private static final int TRAINED_ON = 20_000;
    private static final BundleIdentity IDENTITY =
            new BundleIdentity("clicks", "clicks", "hash", "set", "trainer", "digest");

    @SuppressWarnings("NullAway.Init")
    private static FeatureEncoder encoder;

    @SuppressWarnings("NullAway.Init")
    private static Lesson lesson;

    @SuppressWarnings("NullAway.Init")
    private static List<LabelledRow> later;

    @BeforeAll
    static void readClicks() throws IOException {
        Pipeline pipeline = ClickRows.pipeline();
        List<LabelledRow> rows = ClickRows.of(pipeline, CLICKS);
        List<LabelledRow> first = rows.subList(0, TRAINED_ON);
        later = rows.subList(TRAINED_ON, rows.size());
        EncoderFitter fitter = new EncoderFitter(columns(pipeline));
        first.forEach(row -> fitter.add(row(row.features())));
        encoder = fitter.fit();
        TrainingRows encoded = new TrainingRows();
        EncodedRow buffer = encoder.newRow();
        for (LabelledRow row : first) {
            encoder.encode(row(row.features()), buffer);
            encoded.add(buffer, row.label(), row.weight());
        }
        lesson =
                new Lesson(
                        encoded,
                        encoder.slotNames(),
                        "clicks",
                        Instant.EPOCH,
                        pipeline.seed(),
                        ScoringPlan.samplingOffset(4, 217),
                        Task.CLASSIFICATION);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGISTIC_REGRESSION", "FACTORIZATION_MACHINE"})
    void scoresRealClicksAsTheBundleDoes(Trainer trainer) throws OrtException {
        ScoringPlan plan =
                Trainers.train(new Candidate(trainer, Map.of("epochs", 2L)), lesson).plan();

        OnnxGraph graph = OnnxGraph.of(IDENTITY, encoder, plan);

        assertThat(graph).isInstanceOf(Exported.class);
        double[] scores = scores(((Exported) graph).bytes());
        Scorer scorer = new Scorer(encoder, plan);
        double furthest = 0;
        for (int i = 0; i < scores.length; i++) {
            double expected = scorer.score(row(later.get(i).features()));
            furthest = Math.max(furthest, Math.abs(scores[i] - expected));
        }
        assertThat(scores).hasSize(CLICKS * 5 - TRAINED_ON);
        assertThat(Arrays.stream(scores).max().orElseThrow()).isGreaterThan(0.05);
        assertThat(furthest).isCloseTo(0, within(1e-5));
    }

    @Test
    void notesWhyBoostedTreesHaveNoGraph() {
        ScoringPlan trees =
                Trainers.train(
                                new Candidate(
                                        Trainer.GRADIENT_BOOSTING,
                                        Map.of("rounds", 2L, "depth", 2L)),
                                lesson)
                        .plan();

        OnnxGraph graph = OnnxGraph.of(IDENTITY, encoder, trees);

        assertThat(graph).isInstanceOf(NotExported.class);
        assertThat(graph.attachments()).isEmpty();
        assertThat(graph.noted(Map.of("seed", 42)))
                .containsEntry("seed", 42)
                .hasEntrySatisfying(
                        OnnxGraph.NOTE,
                        note ->
                                assertThat(note)
                                        .asString()
                                        .startsWith("not exported: boosted trees"));
    }

    /// As somebody would who has nothing of Flywheel's but the file.
    private static double[] scores(byte[] onnx) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession session = environment.createSession(onnx)) {
            for (Column column : encoder.columns()) {
                inputs.put(column.name(), tensor(environment, column));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                double[][] scores = (double[][]) result.get("score").orElseThrow().getValue();
                return List.of(scores).stream().mapToDouble(score -> score[0]).toArray();
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Column column)
            throws OrtException {
        List<Object> values =
                later.stream()
                        .map(row -> row.features().asMap())
                        .<Object>map(row ->
                                row.getOrDefault(
                                        column.name(),
                                        column.type() == Column.Type.NUMERIC ? Double.NaN : ""))
                        .toList();
        return switch (column.type()) {
            case NUMERIC ->
                    OnnxTensor.createTensor(
                            environment,
                            values.stream()
                                    .map(value -> new double[] {((Number) value).doubleValue()})
                                    .toArray(double[][]::new));
            case CATEGORICAL ->
                    OnnxTensor.createTensor(
                            environment,
                            values.stream()
                                    .map(value -> new String[] {value.toString()})
                                    .toArray(String[][]::new));
        };
    }

    private static List<Column> columns(Pipeline pipeline) {
        return new Preparations(pipeline.featureSet().specs())
                .of(
                        pipeline.featureSet().columns().stream()
                                .map(column ->
                                        switch (column.type()) {
                                            case NUMERIC -> Column.numeric(column.name());
                                            case CATEGORICAL -> Column.categorical(column.name());
                                        })
                                .toList());
    }

    private static FeatureRow row(FeatureVector vector) {
        return new FeatureRow() {
            @Override
            public double number(int column) {
                return vector.number(column);
            }

            @Override
            public @Nullable String category(int column) {
                return vector.category(column);
            }
        };
    }
}
