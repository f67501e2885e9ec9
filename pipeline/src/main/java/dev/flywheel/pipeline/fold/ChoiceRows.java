package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.AsOf;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.spec.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A fold that also knows the candidates, and makes labelled rows of the positives.
///
/// Ask for an event's rows first, then apply it: rows never see their own event. Candidates are the
/// keys that reference data or an event has named before the place.
public final class ChoiceRows {

    private final Pipeline pipeline;
    private final Label.Choice label;
    private final FeatureSet features;
    private final Fold fold;
    private final Candidates candidates;
    private final String entity;
    private final String keyField;
    private final int position;

    public ChoiceRows(Pipeline pipeline) {
        this(pipeline, new Fold(pipeline.featureSet()));
    }

    private ChoiceRows(Pipeline pipeline, Fold fold) {
        this.pipeline = pipeline;
        this.features = pipeline.featureSet();
        this.fold = fold;
        if (!(pipeline.label() instanceof Label.Choice choice)) {
            throw new IllegalArgumentException(pipeline.name() + " does not learn from choices");
        }
        this.label = choice;
        this.candidates = new Candidates(choice.negatives().weights());
        this.entity = choice.negatives().from();
        this.keyField = pipeline.schema().entity(entity).key();
        this.position = features.entityIndex(entity);
    }

    public Fold fold() {
        return fold;
    }

    /// How many candidates are known.
    public int candidates() {
        return candidates.size();
    }

    /// Applies the next event.
    ///
    /// @throws IllegalStateException if its place is not after that of the one before
    public void apply(Event event) {
        fold.apply(event);
        EventSpec spec = pipeline.events().get(event.eventType());
        // The archive may have events of a type that is declared no more.
        if (spec != null && spec.entities().contains(entity)) {
            String key = event.text(keyField);
            if (key != null) {
                candidates.add(key);
                if (isPositive(event)) {
                    candidates.chosen(key);
                }
            }
        }
    }

    /// Applies reference data.
    ///
    /// @throws IllegalStateException if an event at or after the instant was applied already
    public void apply(EntityVersion version) {
        fold.apply(version);
        if (version.entity().equals(entity)) {
            candidates.add(version.key());
        }
    }

    public boolean isPositive(Event event) {
        return event.eventType().equals(label.event());
    }

    /// The positive's row and those of its negatives, as of the place before it.
    public List<LabelledRow> rows(Event positive) {
        var negatives = label.negatives();
        String key = key(positive);
        return rows(
                positive,
                candidates.draw(pipeline.seed(), positive.eventId(), key, negatives.sample()));
    }

    /// The positive's row and those of all other candidates known at its place.
    public List<LabelledRow> list(Event positive) {
        String key = key(positive);
        return rows(
                positive,
                candidates.all().stream()
                        .filter(candidate -> !candidate.equals(key))
                        .map(candidate -> new Candidates.Drawn(candidate, 1))
                        .toList());
    }

    /// Everything, as a checkpoint keeps it.
    public byte[] encode() {
        StateWriter out = new StateWriter();
        fold.write(out);
        candidates.write(out);
        return out.toByteArray();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws IllegalArgumentException if it is of another feature set or damaged
    public static ChoiceRows decode(Pipeline pipeline, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        ChoiceRows rows = new ChoiceRows(pipeline, Fold.read(pipeline.featureSet(), in));
        rows.candidates.read(in);
        in.end();
        return rows;
    }

    private List<LabelledRow> rows(Event positive, List<Candidates.Drawn> negatives) {
        Sight sight = fold.sight(positive);
        FeatureVector base = fold.vector(sight);
        List<LabelledRow> rows = new ArrayList<>(negatives.size() + 1);
        rows.add(new LabelledRow(key(positive), 1, 1, base));
        @Nullable String[] keys = sight.keys().clone();
        @Nullable GroupState[] states = sight.states().clone();
        AsOf at = sight.at();
        for (Candidates.Drawn negative : negatives) {
            keys[position] = negative.key();
            features.exchange(position, fold, states, keys, sight.fields(), at);
            FeatureVector vector =
                    features.exchanged(base, position, states, keys, sight.fields(), at);
            rows.add(new LabelledRow(negative.key(), 0, negative.weight(), vector));
        }
        return rows;
    }

    private String key(Event positive) {
        return Objects.requireNonNull(positive.text(keyField), keyField);
    }
}
