package dev.flywheel.training.trainer;

import dev.flywheel.pipeline.spec.Task;
import java.time.Instant;
import java.util.List;

/// What a trainer is given besides hyperparameters.
///
/// @param slotNames of the encoder that encoded the rows
/// @param source what the rows are, for the model's provenance, such as a snapshot's SHA-256
/// @param asOf the time that the model carries as its training time: that of the data
/// @param samplingOffset what corrects scores for sampled negatives
/// @param task whether labels are classes or numbers
public record Lesson(
        TrainingRows rows,
        List<String> slotNames,
        String source,
        Instant asOf,
        long seed,
        double samplingOffset,
        Task task) {

    public Lesson {
        slotNames = List.copyOf(slotNames);
    }
}
