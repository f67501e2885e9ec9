package dev.flywheel.feature.row;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.fold.Fold;
import dev.flywheel.pipeline.fold.OutcomeRow;
import dev.flywheel.pipeline.fold.OutcomeRows;
import dev.flywheel.pipeline.spec.Label;
import java.util.List;

/// A fold that gives the prepared rows of a pipeline as they become certain: where the model learns
/// from choices, with the event; where an answer comes later, when the time for it has passed.
sealed interface RowMaker {

    static RowMaker of(Pipeline pipeline) {
        return switch (pipeline.label()) {
            case Label.Choice choice ->
                    new OfChoices(choice.event(), new Fold(pipeline.featureSet()));
            case Label.Outcome _ -> new OfOutcomes(new OutcomeRows(pipeline));
        };
    }

    /// Applies reference data.
    void apply(EntityVersion version);

    /// Applies the next event in place order.
    ///
    /// @return the rows that are certain by then
    List<OutcomeRow> apply(Event event);

    /// Applies the next event in place order, whose rows nobody asks for.
    void pass(Event event);

    /// Makes a row of each event that was chosen.
    record OfChoices(String chosen, Fold fold) implements RowMaker {

        @Override
        public void apply(EntityVersion version) {
            fold.apply(version);
        }

        @Override
        public List<OutcomeRow> apply(Event event) {
            List<OutcomeRow> rows =
                    event.eventType().equals(chosen)
                            ? List.of(
                                    new OutcomeRow(event, fold.vector(event), 1, event.eventTime()))
                            : List.of();
            fold.apply(event);
            return rows;
        }

        @Override
        public void pass(Event event) {
            fold.apply(event);
        }
    }

    /// Makes a row of each event whose outcome is known.
    record OfOutcomes(OutcomeRows rows) implements RowMaker {

        @Override
        public void apply(EntityVersion version) {
            rows.apply(version);
        }

        @Override
        public List<OutcomeRow> apply(Event event) {
            return rows.apply(event);
        }

        @Override
        public void pass(Event event) {
            rows.apply(event);
        }
    }
}
