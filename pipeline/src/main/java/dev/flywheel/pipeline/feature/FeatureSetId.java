package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The identity of a feature set: a hash of everything that its states and vectors depend on.
///
/// The order of features counts, since it is the order of columns. Change the words below and every
/// online store is filled anew.
final class FeatureSetId {

    private FeatureSetId() {}

    static String of(Schema schema, List<FeatureSpec> features) {
        StringBuilder text = new StringBuilder("states of version 2\n");
        for (EntitySpec entity : schema.entities().values()) {
            text.append("entity ").append(entity.name()).append(' ').append(entity.key());
            entity.attributes().forEach((name, type) -> append(text, name, type.word()));
            text.append('\n');
        }
        for (EventSpec event : schema.events().values()) {
            text.append("event ").append(event.name()).append(' ').append(event.entities());
            event.fields().forEach((name, type) -> append(text, name, type.word()));
            if (event.join() != null) {
                Join join = event.join();
                text.append(" joined to ").append(join.to()).append(" on ").append(join.on());
                text.append(" within ").append(join.within());
            }
            text.append('\n');
        }
        for (FeatureSpec feature : features) {
            text.append("feature ").append(feature.name()).append(' ');
            text.append(feature.meaning()).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return Digest.of(bytes).hex().substring(0, 12);
    }

    private static void append(StringBuilder text, String name, String type) {
        text.append(' ').append(name).append(':').append(type);
    }
}
