package dev.flywheel.registry.promotion.web;

import dev.flywheel.registry.promotion.Change;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/// Why, and whether the gate is overruled. The body may be absent.
record ChangeRequest(@Nullable String reason, @Nullable Boolean force) {

    static Change change(@Nullable ChangeRequest request, Principal caller) {
        if (request == null) {
            return Change.by(caller.getName());
        }
        return new Change(caller.getName(), request.reason(), Boolean.TRUE.equals(request.force()));
    }
}
