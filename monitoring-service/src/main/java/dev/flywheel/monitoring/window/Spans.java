package dev.flywheel.monitoring.window;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;

/// Runs of neighbouring windows that together hold enough predictions to be judged.
///
/// A window with fewer than `at_least` predictions is merged with those that follow, until there
/// are enough; what is left over waits. A quiet night is judged later, never on noise.
public final class Spans {

    private Spans() {}

    /// A run of windows.
    ///
    /// @param windows how many windows it covers
    public record Span<T>(Instant start, Instant end, T counts, int windows) {}

    /// The full spans among windows in time's order.
    ///
    /// @param size of the counts of one window, in predictions
    public static <T> List<Span<T>> of(
            List<Span<T>> windows, long atLeast, ToLongFunction<T> size, BinaryOperator<T> plus) {
        List<Span<T>> spans = new ArrayList<>();
        List<Span<T>> waiting = new ArrayList<>();
        for (Span<T> window : windows) {
            if (!waiting.isEmpty()) {
                Span<T> first = waiting.removeLast();
                waiting.add(
                        new Span<>(
                                first.start(),
                                window.end(),
                                plus.apply(first.counts(), window.counts()),
                                first.windows() + window.windows()));
            } else {
                waiting.add(window);
            }
            if (size.applyAsLong(waiting.getLast().counts()) >= atLeast) {
                spans.add(waiting.removeLast());
            }
        }
        return spans;
    }
}
