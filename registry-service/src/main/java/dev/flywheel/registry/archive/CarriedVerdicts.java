package dev.flywheel.registry.archive;

import dev.flywheel.registry.model.ModelNotes;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.naming.Tag;
import org.springframework.stereotype.Component;

/// Lets the verdict and the history of a carried version count here, for those whose word does.
@Component
class CarriedVerdicts {

    private final ModelNotes notes;
    private final History history;

    CarriedVerdicts(ModelNotes notes, History history) {
        this.notes = notes;
        this.history = history;
    }

    /// Brings what came along to a version that has none of it yet: its own gate, or the verdict
    /// that it came with first, speaks for a version, and no later one.
    void bring(ModelVersion version, CarriedVersion told, String carriedBy) {
        boolean judged = version.tag(GateTags.VERDICT).isPresent();
        if (judged || history.hasCarried(version)) {
            return;
        }
        for (Tag tag : GateTags.of(told.about().gate())) {
            notes.setTag(version.model().name(), version.number(), tag);
        }
        history.keep(version, told.history(), carriedBy);
    }
}
