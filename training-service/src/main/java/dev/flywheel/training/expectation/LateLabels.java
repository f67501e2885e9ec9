package dev.flywheel.training.expectation;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Label;
import java.time.Duration;
import java.util.Optional;

/// Labels that come later than a pipeline's gap allows for. What is learned from rows whose answer
/// was not known when the next part began looks better there than it will serve.
public final class LateLabels {

    private LateLabels() {}

    /// A line, if there may be such labels.
    public static Optional<String> warning(Pipeline pipeline) {
        Duration within = pipeline.label().within();
        Duration gap = pipeline.training().split().gap();
        if (!(pipeline.label() instanceof Label.Outcome) || gap.compareTo(within) >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                "Answers may come %s after their rows, and split.gap is %s: a part is measured after learning answers that were not known when it began; gap: %s leaves them out"
                        .formatted(word(within), gap.isZero() ? "none" : word(gap), word(within)));
    }

    /// As a pipeline file spells it.
    private static String word(Duration length) {
        long seconds = length.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
