package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells which positives belong into an evaluation: all, or only those whose `known` entity had an
/// event before that its features ask for. No feature is folded for it.
///
/// Events come in place order. Ask about an event first, then apply it. Single-threaded.
public final class Evaluated {

    private final FeatureSet features;
    private final String positive;
    private final @Nullable Group known;
    private final String keyField;
    private final Targets targets;
    private final Set<String> seen = new HashSet<>();

    public Evaluated(Pipeline pipeline) {
        this.features = pipeline.featureSet();
        this.positive = pipeline.label().event();
        this.targets = new Targets(pipeline.schema());
        String entity = pipeline.evaluation().known();
        this.known = entity == null ? null : features.groupOf(entity);
        this.keyField = entity == null ? "" : pipeline.schema().entity(entity).key();
    }

    /// Whether the event is such a positive, as of the place before it.
    public boolean includes(Event event) {
        if (!event.eventType().equals(positive)) {
            return false;
        }
        return known == null || seen.contains(event.text(keyField));
    }

    /// Applies the next event.
    public void apply(Event event) {
        if (known == null) {
            return;
        }
        Event complete = targets.complete(event);
        if (complete != null && features.groupsOf(event.eventType()).contains(known)) {
            String key = complete.text(keyField);
            if (key != null) {
                seen.add(key);
            }
        }
        targets.remember(event);
    }
}
