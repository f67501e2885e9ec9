package dev.flywheel.feature.trainingdata;

import java.util.List;

/// Rows that no features can be joined to, with everything that is wrong with them.
public final class SpineRefusedException extends RuntimeException {

    private final List<String> errors;

    SpineRefusedException(List<String> errors) {
        super(String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    SpineRefusedException(String error) {
        this(List.of(error));
    }

    public List<String> errors() {
        return errors;
    }
}
