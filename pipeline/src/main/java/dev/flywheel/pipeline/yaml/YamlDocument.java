package dev.flywheel.pipeline.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// One YAML document and everything found wrong with it.
public final class YamlDocument {

    private final List<Finding> findings = new ArrayList<>();
    private final @Nullable YamlValue root;

    public YamlDocument(String text) {
        this.root = compose(text);
    }

    /// The whole document; null if it is no YAML or empty, which is noted.
    public @Nullable YamlValue root() {
        return root;
    }

    /// What was noted so far, in order of lines.
    public List<Finding> findings() {
        return findings.stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .toList();
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    private @Nullable YamlValue compose(String text) {
        LoadSettings settings =
                LoadSettings.builder().setAllowDuplicateKeys(true).setUseMarks(true).build();
        try {
            Node node = new Compose(settings).composeString(text).orElse(null);
            if (node != null) {
                return new YamlValue(this, node, "");
            }
            add(new Finding(1, 1, "", "nothing", "a pipeline", null));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
            add(new Finding(line, column, "", e.getProblem(), "YAML", null));
        } catch (YamlEngineException e) {
            add(
                    new Finding(
                            1,
                            1,
                            "",
                            Objects.requireNonNullElse(e.getMessage(), "no YAML"),
                            "YAML",
                            null));
        }
        return null;
    }
}
