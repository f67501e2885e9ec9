package dev.flywheel.inference.serving;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The models of this instance and the version of each that answers now. Safe for any number of
/// threads; a request keeps the version that it began with.
public final class ServingModels {

    private final Map<String, Slot> slots = new ConcurrentSkipListMap<>();

    /// The version of that model that answers now.
    ///
    /// @throws ServingException if there is none
    public ServedModel get(String model) {
        Slot slot = slots.get(model);
        ServedModel served = slot == null ? null : slot.current.get();
        if (served != null) {
            return served;
        }
        if (slot != null) {
            throw new ServingException.ModelNotLoaded(model, slot.status.words());
        }
        if (loaded().isEmpty()) {
            throw new ServingException.NoModelLoaded();
        }
        throw new ServingException.ModelNotFound(model, slots.keySet());
    }

    /// The only model, or the one whose pipeline is the default.
    ///
    /// @throws ServingException if there is none
    public ServedModel getDefault() {
        Collection<ServedModel> loaded = loaded();
        if (loaded.isEmpty()) {
            throw new ServingException.NoModelLoaded();
        }
        return loaded.stream()
                .filter(model -> loaded.size() == 1 || model.pipeline().isDefault())
                .findFirst()
                .orElseThrow(() -> new ServingException.NoDefaultModel(slots.keySet()));
    }

    /// Every version that answers now.
    public List<ServedModel> loaded() {
        return slots.values().stream()
                .mapMulti((Slot slot, Consumer<ServedModel> into) -> {
                    ServedModel served = slot.current.get();
                    if (served != null) {
                        into.accept(served);
                    }
                })
                .toList();
    }

    /// Every model that was heard of, by name.
    public Map<String, Slot> slots() {
        return Collections.unmodifiableMap(slots);
    }

    Slot slot(String model) {
        return slots.computeIfAbsent(model, _ -> new Slot());
    }

    /// The place of one model: what serves, what served before, what is being loaded.
    public static final class Slot {

        private final AtomicReference<@Nullable ServedModel> current = new AtomicReference<>();
        private volatile @Nullable ServedModel previous;
        private volatile Status status = Status.IDLE;
        private volatile long revision;

        public @Nullable ServedModel current() {
            return current.get();
        }

        /// The version that served before, kept loaded for an instant rollback.
        public @Nullable ServedModel previous() {
            return previous;
        }

        public Status status() {
            return status;
        }

        /// The last revision of [ModelServing] that this slot has followed.
        public long revision() {
            return revision;
        }

        void status(Status status) {
            this.status = status;
        }

        void revision(long revision) {
            this.revision = revision;
        }

        /// Lets another version answer from now on; null for none.
        ///
        /// @return the version that is no longer kept, if there is one
        @Nullable ServedModel swap(@Nullable ServedModel next) {
            ServedModel before = current.getAndSet(next);
            ServedModel dropped = previous;
            previous = before;
            boolean servesAgain =
                    dropped != null && next != null && dropped.is(next.version(), next.source());
            return servesAgain ? null : dropped;
        }
    }
}
