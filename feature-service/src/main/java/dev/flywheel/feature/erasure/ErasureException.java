package dev.flywheel.feature.erasure;

import java.util.List;
import java.util.UUID;

/// What goes wrong with erasures.
public abstract sealed class ErasureException extends RuntimeException {

    ErasureException(String message) {
        super(message);
    }

    /// The pipeline has no such erasure.
    public static final class NotFound extends ErasureException {

        NotFound(String pipeline, UUID id) {
            super("The pipeline %s has no erasure %s".formatted(pipeline, id));
        }
    }

    /// The request can't be carried out as it is.
    public static final class Refused extends ErasureException {

        private final List<Mistake> errors;

        Refused(List<Mistake> errors) {
            super("Nothing was erased; %d members are wrong".formatted(errors.size()));
            this.errors = List.copyOf(errors);
        }

        public List<Mistake> errors() {
            return errors;
        }
    }

    /// The registry can't be asked for versions now.
    public static final class RegistryAway extends ErasureException {

        RegistryAway(String why) {
            super("The registry can't be asked which versions came from these snapshots: " + why);
        }
    }

    /// What is wrong with a member of a request.
    public record Mistake(String field, String message) {}
}
