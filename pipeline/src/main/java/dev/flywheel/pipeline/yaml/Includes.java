package dev.flywheel.pipeline.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Takes what shared files declare into a document: their entries stand before its own.
public final class Includes {

    private static final String KEY = "include";
    private static final String EXPECTED = "a YAML file beside this one or below it";

    private final YamlDocument document;
    private final Path directory;
    private final List<String> sections;

    /// @param directory in which the document stands
    /// @param sections the keys of the document that a shared file may add to
    public Includes(YamlDocument document, Path directory, List<String> sections) {
        this.document = document;
        this.directory = directory.toAbsolutePath().normalize();
        this.sections = sections;
    }

    /// Replaces the key `include` by what its files say.
    ///
    /// @return whether there was one
    public boolean resolve() {
        YamlValue root = document.root();
        if (root == null || !(root.node() instanceof MappingNode mapping)) {
            return false;
        }
        NodeTuple include = find(mapping, KEY);
        if (include == null) {
            return false;
        }
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        tuples.remove(include);
        mapping.setValue(tuples);
        List<YamlValue> files = new YamlValue(document, include.getValueNode(), KEY).oneOrMore();
        // The last one first, as each goes before what is there.
        files.reversed().forEach(file -> include(file, mapping));
        return true;
    }

    private void include(YamlValue at, MappingNode into) {
        String name = at.text(EXPECTED);
        String text = name == null ? null : read(at, name);
        YamlValue shared = name == null || text == null ? null : document.compose(text, name);
        if (shared == null) {
            return;
        }
        if (!(shared.node() instanceof MappingNode mapping)) {
            shared.expected("a mapping with " + String.join(", ", sections));
            return;
        }
        for (NodeTuple section : mapping.getValue()) {
            YamlValue key = new YamlValue(document, section.getKeyNode(), "");
            String word = key.text("a word as key");
            if (word == null) {
                continue;
            }
            if (!sections.contains(word)) {
                key.note(
                        "'" + word + "' in a shared file",
                        "one of " + String.join(", ", sections),
                        Spelling.nearest(word, sections));
            } else {
                prepend(new YamlValue(document, section.getValueNode(), word), section, into);
            }
        }
    }

    private static void prepend(YamlValue section, NodeTuple tuple, MappingNode into) {
        if (!(section.node() instanceof MappingNode shared)) {
            section.expected("a mapping");
            return;
        }
        NodeTuple own = find(into, section.path());
        List<NodeTuple> tuples = new ArrayList<>();
        if (own == null) {
            tuples.addAll(into.getValue());
            tuples.add(tuple);
            into.setValue(tuples);
        } else if (own.getValueNode() instanceof MappingNode mapping) {
            tuples.addAll(shared.getValue());
            tuples.addAll(mapping.getValue());
            mapping.setValue(tuples);
        }
    }

    private @Nullable String read(YamlValue at, String name) {
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory) || !file.toString().matches(".*\\.ya?ml")) {
            at.expected(EXPECTED);
            return null;
        }
        if (!Files.isRegularFile(file)) {
            at.note("'" + name + "', which is not there", EXPECTED, null);
            return null;
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException _) {
            at.note("'" + name + "' with other bytes", "UTF-8", null);
        } catch (IOException e) {
            at.note("'" + name + "', which can't be read: " + e.getMessage(), EXPECTED, null);
        }
        return null;
    }

    private static @Nullable NodeTuple find(MappingNode mapping, String key) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
                return tuple;
            }
        }
        return null;
    }
}
