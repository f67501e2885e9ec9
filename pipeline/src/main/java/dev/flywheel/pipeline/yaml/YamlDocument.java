package dev.flywheel.pipeline.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// One YAML document and everything found wrong with it.
public final class YamlDocument {

    private static final String YAML =
            "blanks for indentation, and quotes around texts with a colon, #, comma or brackets; or a"
                    + " line above misses its end";

    private final List<Finding> findings = new ArrayList<>();
    private final @Nullable YamlValue root;

    /// @param file its name, for findings
    public YamlDocument(String text, String file) {
        this.root = compose(text, file);
    }

    /// The whole document; null if it is no YAML or empty, which is noted.
    public @Nullable YamlValue root() {
        return root;
    }

    /// What was noted so far, in order of files and lines.
    public List<Finding> findings() {
        return findings.stream()
                .sorted(
                        Comparator.comparing(Finding::file)
                                .thenComparingInt(Finding::line)
                                .thenComparingInt(Finding::column))
                .toList();
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    /// The document as YAML, without its comments.
    public String text() {
        DumpSettings settings = DumpSettings.builder().build();
        return new Present(settings)
                .emitToString(
                        new Serialize(settings)
                                .serializeOne(Objects.requireNonNull(root).node())
                                .iterator());
    }

    /// A part of the document that stands in another file; null if it is no YAML, which is noted.
    @Nullable YamlValue compose(String text, String file) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setAllowDuplicateKeys(true)
                        .setUseMarks(true)
                        .build();
        try {
            Node node = new Compose(settings).composeString(text).orElse(null);
            if (node != null) {
                return new YamlValue(this, node, "");
            }
            add(new Finding(file, 1, 1, "", "nothing", "a pipeline", null));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
            add(
                    new Finding(
                            file,
                            line,
                            column,
                            "",
                            "no YAML (%s)".formatted(e.getProblem()),
                            YAML,
                            null));
        } catch (YamlEngineException e) {
            add(
                    new Finding(
                            file,
                            1,
                            1,
                            "",
                            Objects.requireNonNullElse(e.getMessage(), "no YAML"),
                            YAML,
                            null));
        }
        return null;
    }
}
