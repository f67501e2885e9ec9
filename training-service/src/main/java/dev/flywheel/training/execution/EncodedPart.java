package dev.flywheel.training.execution;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.EncodedRow;
import dev.flywheel.model.encoding.EncoderFitter;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.pipeline.spec.Training.Trainer;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.trainer.TrainingRows;
import java.util.List;

/// Rows ready for a trainer, and the encoder that was fitted on them.
record EncodedPart(FeatureEncoder encoder, TrainingRows rows) {

    static EncodedPart of(
            SnapshotDatabase snapshot,
            Selection selection,
            Preparations preparations,
            Style style) {
        EncoderFitter fitter =
                new EncoderFitter(style.columns(preparations.of(snapshot.columns())));
        snapshot.eachRow(selection, row -> fitter.add(row.features()));
        FeatureEncoder encoder = fitter.fit();
        TrainingRows rows = new TrainingRows();
        EncodedRow buffer = encoder.newRow();
        snapshot.eachRow(
                selection,
                row -> {
                    encoder.encode(row.features(), buffer);
                    rows.add(buffer, row.label(), row.weight());
                });
        return new EncodedPart(encoder, rows);
    }

    /// How a trainer wants its rows.
    enum Style {
        /// Scaled, for whoever adds numbers up.
        SCALED,
        /// As they are, for trees.
        RAW;

        static Style of(Trainer trainer) {
            return switch (trainer) {
                case LOGISTIC_REGRESSION, LINEAR_REGRESSION, FACTORIZATION_MACHINE -> SCALED;
                case GRADIENT_BOOSTING -> RAW;
            };
        }

        private List<Column> columns(List<Column> prepared) {
            return switch (this) {
                case SCALED -> prepared;
                case RAW -> prepared.stream().map(Column::forTrees).toList();
            };
        }
    }
}
