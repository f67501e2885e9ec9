package dev.flywheel.monitoring.watch.kafka;

import java.sql.SQLException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/// Tells failures that a record's content may have caused from those that trying again heals.
final class Poison {

    private Poison() {}

    /// Whether the content of a record may be the cause; a database or a registry that is away is
    /// not of that kind.
    static boolean mayBe(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean content =
                    switch (cause) {
                        case SQLException sql -> isAboutData(sql.getSQLState());
                        case DataIntegrityViolationException _,
                                NullPointerException _,
                                IllegalArgumentException _,
                                IndexOutOfBoundsException _,
                                ClassCastException _,
                                ArithmeticException _,
                                DateTimeException _ ->
                                true;
                        default -> false;
                    };
            if (content) {
                return true;
            }
        }
        return false;
    }

    /// PostgreSQL's classes of data exceptions, violated constraints and exceeded limits, such as
    /// that of an index entry.
    private static boolean isAboutData(@Nullable String state) {
        return state != null
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
