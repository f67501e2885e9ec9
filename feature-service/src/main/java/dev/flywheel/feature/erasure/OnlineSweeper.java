package dev.flywheel.feature.erasure;

import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.erased.CurrentErasedKeys;
import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStateAwayException;
import dev.flywheel.feature.online.OnlineStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Has the states of erased keys forgotten that this instance keeps: once after each start, and
/// whenever something was erased. Every instance sweeps its own.
@Component
final class OnlineSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(OnlineSweeper.class);

    /// Longer than what was on its way between two stages needs.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int LOOKS = 2;

    private final CurrentErasedKeys erased;
    private final OnlineStates online;
    private final ErasureTable table;
    private final String instance;
    private final Clock clock;

    /// Weak, as a feature set's state is not kept for ever. Only the worker's thread looks.
    private final Map<OnlineState, Swept> swept = new WeakHashMap<>();

    OnlineSweeper(
            CurrentErasedKeys erased,
            OnlineStates online,
            ErasureTable table,
            FeatureProperties properties,
            Clock clock) {
        this.erased = erased;
        this.online = online;
        this.table = table;
        this.instance = properties.instance();
        this.clock = clock;
    }

    /// Looks for states of erased keys in every feature set's online state, until a look finds none
    /// twice in a row: what was on its way between two stages may have arrived after the first.
    void sweep(String pipeline) {
        ErasedKeys keys = erased.refresh(pipeline);
        Map<OnlineState, Map<String, Set<String>>> found = new HashMap<>();
        for (OnlineState state : online.kept(pipeline)) {
            if (isDue(state, keys)) {
                look(state, keys, found);
            }
        }
        // Counted before any is removed: after a crash they may be gone.
        counts(found).forEach((hash, states) -> table.swept(pipeline, hash, instance, states));
        found.forEach((state, named) -> named.values().forEach(state::remove));
    }

    private boolean isDue(OnlineState state, ErasedKeys keys) {
        Swept before = swept.getOrDefault(state, Swept.NOTHING);
        return before.keys != keys.size()
                || (before.clean < LOOKS && !clock.instant().isBefore(before.at.plus(PAUSE)));
    }

    private void look(
            OnlineState state, ErasedKeys keys, Map<OnlineState, Map<String, Set<String>>> found) {
        try {
            Map<String, Set<String>> named = state.named(keys);
            Swept before = swept.getOrDefault(state, Swept.NOTHING);
            int clean = named.isEmpty() ? before.clean(keys.size()) + 1 : 0;
            found.put(state, named);
            swept.put(state, new Swept(keys.size(), clean, clock.instant()));
        } catch (OnlineStateAwayException e) {
            LOG.debug("An online state is swept later: {}", e.getMessage());
        }
    }

    private static Map<String, Integer> counts(Map<OnlineState, Map<String, Set<String>>> found) {
        Map<String, Integer> counts = new HashMap<>();
        found.values()
                .forEach(named ->
                        named.forEach(
                                (hash, states) -> counts.merge(hash, states.size(), Integer::sum)));
        return counts;
    }

    /// Whether no state of an erased key is left here.
    boolean hasSwept(String pipeline, String keyHash) {
        int keys = erased.refresh(pipeline).size();
        List<OnlineState> kept = online.kept(pipeline);
        boolean done =
                kept.contains(online.of(pipeline))
                        && kept.stream()
                                .map(state -> swept.getOrDefault(state, Swept.NOTHING))
                                .allMatch(last -> last.keys == keys && last.clean >= LOOKS);
        if (done) {
            table.swept(pipeline, keyHash, instance, 0);
        }
        return done;
    }

    /// @param keys how many keys were erased then
    /// @param clean how many looks in a row found nothing
    /// @param at when it was looked
    private record Swept(int keys, int clean, Instant at) {

        private static final Swept NOTHING = new Swept(0, 0, Instant.EPOCH);

        int clean(int keysNow) {
            return keys == keysNow ? clean : 0;
        }
    }
}
