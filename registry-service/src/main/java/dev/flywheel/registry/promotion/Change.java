package dev.flywheel.registry.promotion;

import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Names;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who asks for a change of what serves, and why.
///
/// @param force whether a version may pass although its gate says no
public record Change(String who, @Nullable String reason, boolean force) {

    private static final int LONGEST_REASON = 2_000;

    public Change {
        if (reason != null) {
            reason = reason.strip();
            if (reason.indexOf('\0') >= 0) {
                throw new InvalidValueException("The reason contains a control character");
            }
            Names.atMost(LONGEST_REASON, "The reason", reason);
        }
        if (force && (reason == null || reason.isEmpty())) {
            throw new PromotionException.ReasonMissingException("A forced promotion");
        }
    }

    public static Change by(String who) {
        return new Change(who, null, false);
    }

    Optional<String> why() {
        return Optional.ofNullable(reason).filter(text -> !text.isEmpty());
    }
}
