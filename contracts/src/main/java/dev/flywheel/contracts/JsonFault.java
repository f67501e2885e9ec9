package dev.flywheel.contracts;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Says what is wrong with JSON that somebody sent, in the words of JSON: no class of ours, and
/// nothing of how it is read.
public final class JsonFault {

    /// Where it was read from, and how a reader could be made to take it.
    private static final Pattern ASIDE =
            Pattern.compile(
                    " ?\\(?(start marker )?(at )?\\[Source: [^]]*]\\)?|: enable `[^`]+` to allow");

    private JsonFault() {}

    /// What is wrong, and where.
    public static String of(JacksonException fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case StreamReadException read ->
                    "Not JSON%s: %s".formatted(place(read), words(read.getOriginalMessage()));
            default ->
                    fault.getPath().isEmpty()
                            ? "JSON of another shape" + place(fault)
                            : "The value of '%s' is of another kind".formatted(path(fault));
        };
    }

    private static String unknown(UnrecognizedPropertyException unknown) {
        String known =
                unknown.getKnownPropertyIds().stream()
                        .map(String::valueOf)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return "Unknown member '%s', expected one of %s".formatted(path(unknown), known);
    }

    /// Such as `events[2].user_id`.
    private static String path(JacksonException fault) {
        StringBuilder path = new StringBuilder();
        List<JacksonException.Reference> steps = fault.getPath();
        for (JacksonException.Reference step : steps) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    private static String place(JacksonException fault) {
        TokenStreamLocation at = fault.getLocation();
        return at == null || at.getLineNr() < 1
                ? ""
                : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    }

    private static String words(String message) {
        return ASIDE.matcher(message).replaceAll("");
    }
}
