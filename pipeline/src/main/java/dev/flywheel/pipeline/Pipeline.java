package dev.flywheel.pipeline;

import dev.flywheel.pipeline.expectation.Expectations;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Monitoring;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.pipeline.spec.Training;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pipeline as its file declares it, checked.
///
/// @param name also the name of the model and of the experiment
/// @param isDefault whether it serves paths without a pipeline's name
/// @param lateness how far the watermark stays behind the latest event
/// @param featureSet the compiled features
/// @param imports by name, in the order of the file
/// @param hash SHA-256 of the canonical file: comments, order of keys and spacing don't count
/// @param source the file's text with what it includes, as bundles carry it
public record Pipeline(
        String name,
        String description,
        boolean isDefault,
        Schema schema,
        Accept accept,
        Duration lateness,
        FeatureSet featureSet,
        Label label,
        Expectations expectations,
        Training training,
        Evaluation evaluation,
        Metric selectBy,
        Gate gate,
        Serving serving,
        Monitoring monitoring,
        Map<String, ImportSpec> imports,
        String hash,
        String source) {

    /// Which event times are taken at the door, seen from now.
    public record Accept(Duration past, Duration future) {}

    /// What the model answers to.
    ///
    /// @param request names of the entities whose keys a request must have
    /// @param score the name of the score in an answer
    public record Serving(List<String> request, String score) {

        public Serving {
            request = List.copyOf(request);
        }
    }

    public Map<String, EntitySpec> entities() {
        return schema.entities();
    }

    public Map<String, EventSpec> events() {
        return schema.events();
    }

    public List<FeatureSpec> features() {
        return featureSet.specs();
    }

    /// What the model answers.
    public Task task() {
        return label.task();
    }

    /// The seed of everything random: negatives, trainers.
    public long seed() {
        return training.seed();
    }

    /// The entity whose candidates are ranked and from which negatives are drawn; null if nothing
    /// is chosen among candidates.
    public @Nullable EntitySpec candidate() {
        return label instanceof Label.Choice choice
                ? schema.entity(choice.negatives().from())
                : null;
    }
}
