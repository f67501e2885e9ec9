package dev.flywheel.pipeline;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.pipeline.expectation.Expectations;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.imports.ImportReader;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Monitoring;
import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.yaml.Canonical;
import dev.flywheel.pipeline.yaml.Finding;
import dev.flywheel.pipeline.yaml.Includes;
import dev.flywheel.pipeline.yaml.YamlDocument;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads pipeline files.
public final class PipelineReader {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Label NO_LABEL = new Label.Outcome("", null, null, null);

    /// What files may share.
    private static final List<String> SHARED = List.of("entities", "events", "features");

    private static final String[] KEYS = {
        "name",
        "description",
        "default",
        "include",
        "entities",
        "events",
        "features",
        "accept",
        "lateness",
        "label",
        "expectations",
        "training",
        "evaluation",
        "select_by",
        "gate",
        "serving",
        "monitoring",
        "imports"
    };

    private PipelineReader() {}

    /// Reads a file whose SQL others check.
    ///
    /// @throws PipelineException with everything that is wrong with it
    public static Pipeline read(Path file) {
        return read(file, SqlCheck.NONE);
    }

    /// Reads a file.
    ///
    /// @throws PipelineException with everything that is wrong with it
    public static Pipeline read(Path file, SqlCheck sql) {
        String name = file.getFileName().toString();
        try {
            String yaml = Files.readString(file, StandardCharsets.UTF_8);
            YamlDocument document = new YamlDocument(yaml, name);
            Path directory = file.toAbsolutePath().getParent();
            boolean shares =
                    directory != null && new Includes(document, directory, SHARED).resolve();
            if (shares && !document.findings().isEmpty()) {
                throw failed(document); // all that was to be shared would seem to be missing
            }
            return read(document, shares ? document.text() : yaml, sql);
        } catch (CharacterCodingException _) {
            throw new PipelineException(
                    List.of(new Mistake(name, 1, 1, "", "other bytes", "UTF-8", null)));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the pipeline file " + file, e);
        }
    }

    /// Reads a file's text, which has taken in what it includes and whose SQL others check.
    ///
    /// @param fileName for messages
    /// @throws PipelineException with everything that is wrong with it
    public static Pipeline read(String yaml, String fileName) {
        return read(yaml, fileName, SqlCheck.NONE);
    }

    /// Reads a file's text, which has taken in what it includes.
    ///
    /// @param fileName for messages
    /// @throws PipelineException with everything that is wrong with it
    public static Pipeline read(String yaml, String fileName, SqlCheck sql) {
        return read(new YamlDocument(yaml, fileName), yaml, sql);
    }

    private static Pipeline read(YamlDocument document, String source, SqlCheck sql) {
        YamlValue root = document.root();
        YamlMap file = root == null ? null : root.map("a mapping with the key name");
        Draft draft = file == null ? null : draft(file);
        if (draft != null && document.findings().isEmpty()) {
            draft.expectationReader().check(draft.featureSet(), sql);
        }
        if (draft == null || root == null || !document.findings().isEmpty()) {
            throw failed(document);
        }
        String hash = Digest.of(Canonical.of(root).getBytes(StandardCharsets.UTF_8)).hex();
        return draft.pipeline(hash, source);
    }

    private static PipelineException failed(YamlDocument document) {
        return new PipelineException(
                document.findings().stream().map(PipelineReader::mistake).toList());
    }

    private static Mistake mistake(Finding finding) {
        return new Mistake(
                finding.file(),
                finding.line(),
                finding.column(),
                finding.path(),
                finding.found(),
                finding.expected(),
                finding.suggestion());
    }

    private static Draft draft(YamlMap file) {
        file.allow(KEYS);
        if (file.has("include")) {
            file.keyAt("include")
                    .note(
                            "include",
                            "a file with everything in it, as it is not in a directory",
                            null);
        }
        Schema schema = new SchemaReader().read(file);
        FeatureReader features = new FeatureReader(schema);
        features.read(file);
        LabelReader labels = new LabelReader(schema);
        ServingReader questions = new ServingReader(schema, features, labels);
        Label label = file.must("label", "a label: what the model learns", labels::label, NO_LABEL);
        Evaluation evaluation = file.read("evaluation", questions::evaluation, Defaults.EVALUATION);
        MetricReader metrics = new MetricReader(label, evaluation);
        TrainingReader training = new TrainingReader(metrics);
        ExpectationReader expectations = new ExpectationReader(schema, features.names(), label);
        Draft draft =
                new Draft(
                        file.must(
                                "name",
                                "a name of the pipeline and its model",
                                PipelineReader::name,
                                ""),
                        file.read("description", value -> value.text("text"), ""),
                        file.read("default", YamlValue::truth, false),
                        schema,
                        file.read("accept", PipelineReader::accept, Defaults.ACCEPT),
                        file.read("lateness", YamlValue::duration, Defaults.LATENESS),
                        features,
                        label,
                        expectations,
                        file.read("expectations", expectations::read, Expectations.NONE),
                        file.must(
                                "training",
                                "training with its candidates",
                                training::training,
                                Defaults.TRAINING),
                        evaluation,
                        file.must(
                                "select_by",
                                "the metric that chooses among candidates",
                                metrics::metric,
                                Defaults.METRIC),
                        file.read("gate", training::gate, Defaults.GATE),
                        file.read("serving", questions::serving, serving(schema, label)),
                        file.read(
                                "monitoring",
                                new MonitoringReader(metrics)::read,
                                Defaults.MONITORING),
                        file.read("imports", new ImportReader(schema)::readAll, Map.of()));
        if (!file.has("serving")) {
            questions.checkScore(file.self(), draft.serving().score());
        }
        new FieldCheck(schema, label).check(features);
        return draft;
    }

    private static @Nullable String name(YamlValue value) {
        String expected = "small letters, digits and hyphens, beginning with a letter";
        String name = value.text(expected);
        if (name != null && !NAME.matcher(name).matches()) {
            value.expected(expected);
        }
        return name;
    }

    private static Pipeline.@Nullable Accept accept(YamlValue value) {
        YamlMap map = value.map("a mapping with past and future");
        if (map == null) {
            return null;
        }
        map.allow("past", "future");
        return new Pipeline.Accept(
                map.read("past", YamlValue::duration, Defaults.ACCEPT.past()),
                map.read("future", YamlValue::duration, Defaults.ACCEPT.future()));
    }

    private static Pipeline.Serving serving(Schema schema, Label label) {
        EventSpec positive = schema.events().get(label.event());
        return new Pipeline.Serving(positive == null ? List.of() : positive.entities(), "score");
    }

    /// A pipeline before it is known to be free of mistakes.
    private record Draft(
            String name,
            String description,
            boolean isDefault,
            Schema schema,
            Pipeline.Accept accept,
            Duration lateness,
            FeatureReader features,
            Label label,
            ExpectationReader expectationReader,
            Expectations expectations,
            Training training,
            Evaluation evaluation,
            Metric selectBy,
            Gate gate,
            Pipeline.Serving serving,
            Monitoring monitoring,
            Map<String, ImportSpec> imports) {

        FeatureSet featureSet() {
            return new FeatureSet(schema, features.specs());
        }

        Pipeline pipeline(String hash, String source) {
            return new Pipeline(
                    name,
                    description,
                    isDefault,
                    schema,
                    accept,
                    lateness,
                    featureSet(),
                    label,
                    expectations,
                    training,
                    evaluation,
                    selectBy,
                    gate,
                    serving,
                    monitoring,
                    imports,
                    hash,
                    source);
        }
    }
}
