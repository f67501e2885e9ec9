package dev.flywheel.pipeline.dataset;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells what is wrong with an SQL expression of a pipeline file before there is a dataset.
@FunctionalInterface
public interface SqlCheck {

    /// Finds nothing wrong: for those who read files that others have checked.
    SqlCheck NONE = (_, _, _) -> Optional.empty();

    /// What is wrong with an expression over the tables `dataset` and `lists`; empty if nothing is.
    Optional<SqlMistake> mistake(DatasetTable dataset, String expression, Result expected);

    /// What is wrong with an expression.
    ///
    /// @param words that say it
    /// @param suggestion the nearest right word; null if none is near
    record SqlMistake(String words, @Nullable String suggestion) {}

    /// What an expression gives.
    enum Result {
        TRUTH("true or false"),
        NUMBER("a number");

        private final String words;

        Result(String words) {
            this.words = words;
        }

        /// For messages.
        public String words() {
            return words;
        }
    }
}
