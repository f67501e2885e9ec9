package dev.flywheel.training.execution;

import dev.flywheel.model.encoding.EncodedRow;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.trainer.TrainingRows;
import java.util.Set;

/// Rows ready for a trainer, and the encoder that was fitted on them.
record EncodedPart(FeatureEncoder encoder, TrainingRows rows) {

    static EncodedPart of(SnapshotDatabase snapshot, Set<Part> parts) {
        EncoderFitter fitter = new EncoderFitter(snapshot.columns());
        snapshot.eachRow(parts, row -> fitter.add(row.features()));
        FeatureEncoder encoder = fitter.fit();
        TrainingRows rows = new TrainingRows();
        EncodedRow buffer = encoder.newRow();
        snapshot.eachRow(
                parts,
                row -> {
                    encoder.encode(row.features(), buffer);
                    rows.add(buffer, row.positive(), row.weight());
                });
        return new EncodedPart(encoder, rows);
    }
}
