package dev.flywheel.feature.value;

import java.util.Collection;
import java.util.List;

/// Features were asked for by keys that name no declared entity, or by none at all.
public final class UnknownEntityException extends RuntimeException {

    private final List<String> unknown;
    private final List<String> declared;

    public UnknownEntityException(Collection<String> unknown, Collection<String> declared) {
        super(
                unknown.isEmpty()
                        ? "Name at least one entity of " + declared
                        : "%s: no such entity; declared are %s".formatted(unknown, declared));
        this.unknown = List.copyOf(unknown);
        this.declared = List.copyOf(declared);
    }

    public List<String> unknown() {
        return unknown;
    }

    public List<String> declared() {
        return declared;
    }
}
