package dev.flywheel.ingestion.imports;

import java.util.List;
import java.util.stream.Collectors;

/// A request for an import that can't be carried out, with everything that is wrong with it.
public final class ImportRefusedException extends ImportException {

    private final transient List<Mistake> mistakes;

    public ImportRefusedException(List<Mistake> mistakes) {
        super(
                mistakes.stream()
                        .map(mistake -> mistake.field() + ": " + mistake.message())
                        .collect(Collectors.joining("; ")));
        this.mistakes = List.copyOf(mistakes);
    }

    public ImportRefusedException(String field, String message) {
        this(List.of(new Mistake(field, message)));
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }

    /// One thing that is wrong.
    ///
    /// @param field its path in the request, such as `columns.event_time.date`
    public record Mistake(String field, String message) {}
}
