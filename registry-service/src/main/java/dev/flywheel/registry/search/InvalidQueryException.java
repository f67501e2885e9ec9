package dev.flywheel.registry.search;

/// A filter or an order that can't be read; the message says where, what was expected and what is
/// there.
public final class InvalidQueryException extends RuntimeException {

    private final int position;

    InvalidQueryException(String what, int position, String expected, String found) {
        super(
                "Invalid %s at position %d: expected %s, found %s"
                        .formatted(what, position, expected, found));
        this.position = position;
    }

    /// The place of the first character that is wrong, counted from 1; one behind the last when
    /// something is missing.
    public int position() {
        return position;
    }
}
