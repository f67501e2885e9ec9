package dev.flywheel.feature.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that are read page by page, each page beginning after the last row of the one before.
abstract class Pages<T> implements Iterator<T> {

    static final int SIZE = 5_000;

    private final Deque<T> page = new ArrayDeque<>();
    private boolean exhausted;

    /// The first rows after that one; null for the beginning. Fewer than [#SIZE] are the last.
    abstract List<T> after(@Nullable T last);

    private @Nullable T last;

    @Override
    public final boolean hasNext() {
        if (page.isEmpty() && !exhausted) {
            List<T> rows = after(last);
            exhausted = rows.size() < SIZE;
            if (!rows.isEmpty()) {
                page.addAll(rows);
                last = rows.getLast();
            }
        }
        return !page.isEmpty();
    }

    /// The next row, which stays the next one.
    final T peek() {
        return page.element();
    }

    @Override
    public final T next() {
        return page.remove();
    }
}
