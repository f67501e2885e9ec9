package dev.flywheel.registry.archive;

import dev.flywheel.model.bundle.ArchivedVersion;
import dev.flywheel.registry.naming.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tags in which training leaves the gate's verdict on a version.
final class GateTags {

    static final String VERDICT = "flywheel.gate";
    static final String REASONS = "flywheel.gate.reasons";

    private GateTags() {}

    static boolean isOne(String key) {
        return key.equals(VERDICT) || key.startsWith(VERDICT + ".");
    }

    static List<Tag> of(ArchivedVersion.@Nullable Verdict gate) {
        List<Tag> tags = new ArrayList<>();
        if (gate != null) {
            tags.add(new Tag(VERDICT, gate.verdict()));
            if (gate.reasons() != null) {
                tags.add(new Tag(REASONS, gate.reasons()));
            }
        }
        return tags;
    }
}
