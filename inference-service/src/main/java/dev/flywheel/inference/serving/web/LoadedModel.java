package dev.flywheel.inference.serving.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.inference.online.OnlineFeatures;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.inference.serving.ServingModels;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A model of this instance, as `GET /models` shows it.
///
/// @param version null while none is loaded
/// @param status what the loader is doing, and why it waits or refused
/// @param previousVersion kept loaded for an instant rollback
/// @param catalogue how many entities can be ranked
@JsonInclude(JsonInclude.Include.NON_NULL)
record LoadedModel(
        String model,
        @Nullable Integer version,
        String status,
        long revision,
        @Nullable Integer previousVersion,
        @Nullable Instant loadedAt,
        @Nullable Long swapMillis,
        @Nullable String trainer,
        @Nullable String featureSet,
        @Nullable String pipelineHash,
        @Nullable Integer catalogue,
        @Nullable Online online) {

    /// How far the online features have got.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Online(
            String state,
            long lag,
            @Nullable Long stalenessMillis,
            @Nullable Instant greatestEventTime) {

        static Online of(OnlineFeatures online) {
            var staleness = online.progress().staleness();
            return new Online(
                    online.progress().state().name().toLowerCase(Locale.ROOT),
                    online.progress().lag(),
                    staleness == null ? null : staleness.toMillis(),
                    online.store().greatestEventTime());
        }
    }

    static LoadedModel of(String model, ServingModels.Slot slot) {
        ServedModel previous = slot.previous();
        Integer previousVersion = previous == null ? null : previous.version();
        ServedModel current = slot.current();
        if (current == null) {
            return new LoadedModel(
                    model,
                    null,
                    slot.status().words(),
                    slot.revision(),
                    previousVersion,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        return new LoadedModel(
                model,
                current.version(),
                slot.status().words(),
                slot.revision(),
                previousVersion,
                current.loadedAt(),
                current.swapTime().toMillis(),
                current.bundle().identity().trainer(),
                current.pipeline().featureSet().id(),
                current.pipeline().hash(),
                current.online().store().catalogue().size(),
                Online.of(current.online()));
    }
}
