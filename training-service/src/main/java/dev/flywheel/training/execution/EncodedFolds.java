package dev.flywheel.training.execution;

import dev.flywheel.training.dataset.SnapshotDatabase;
import java.util.HashMap;
import java.util.Map;

/// What candidates learn from before each fold, encoded. It is kept for the next ones while all of
/// it takes less than a quarter of the heap, and encoded again where it would not.
final class EncodedFolds {

    private final SnapshotDatabase snapshot;
    private final Preparations preparations;
    private final Map<Key, EncodedPart> kept = new HashMap<>();
    private long room = Runtime.getRuntime().maxMemory() / 4;

    EncodedFolds(SnapshotDatabase snapshot, Preparations preparations) {
        this.snapshot = snapshot;
        this.preparations = preparations;
    }

    EncodedPart of(Fold fold, EncodedPart.Style style) {
        Key key = new Key(fold.number(), style);
        EncodedPart known = kept.get(key);
        if (known != null) {
            return known;
        }
        EncodedPart part = EncodedPart.of(snapshot, fold.learned(), preparations, style);
        if (part.rows().size() == 0) {
            throw new IllegalStateException(
                    ("There is no row to learn from before fold %d of the validation part: a smaller"
                                    + " gap, fewer folds or more data would leave some")
                            .formatted(fold.number()));
        }
        long bytes = part.rows().bytes();
        if (bytes <= room) {
            room -= bytes;
            kept.put(key, part);
        }
        return part;
    }

    private record Key(int fold, EncodedPart.Style style) {}
}
