package dev.flywheel.pipeline.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to train on, how, and when.
///
/// @param schedule a cron expression of five fields, on the wall clock in UTC; null for none
/// @param last how much of the past, before the watermark, makes the dataset; null for all
public record Training(
        @Nullable String schedule,
        @Nullable Duration last,
        Split split,
        long seed,
        List<Candidate> candidates) {

    public Training {
        candidates = List.copyOf(candidates);
    }

    /// Shares of the dataset in order of time; they sum to 1.
    public record Split(double train, double validation, double test) {}

    /// A model to try.
    ///
    /// @param hyperparameters longs, doubles, booleans or text, by name; absent ones take the
    ///   trainer's defaults
    public record Candidate(Trainer trainer, Map<String, Object> hyperparameters) {

        public Candidate {
            hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
        }

        public int integer(String name, int otherwise) {
            return hyperparameters.get(name) instanceof Number n ? n.intValue() : otherwise;
        }

        public double number(String name, double otherwise) {
            return hyperparameters.get(name) instanceof Number n ? n.doubleValue() : otherwise;
        }
    }

    /// The trainers.
    public enum Trainer {
        LOGISTIC_REGRESSION("logistic-regression"),
        FACTORIZATION_MACHINE("factorization-machine");

        private final String word;

        Trainer(String word) {
            this.word = word;
        }

        /// As the pipeline file spells it.
        public String word() {
            return word;
        }

        /// The hyperparameters that it takes.
        public List<String> hyperparameters() {
            return switch (this) {
                case LOGISTIC_REGRESSION -> List.of("epochs", "learning_rate", "minibatch");
                case FACTORIZATION_MACHINE ->
                        List.of("factors", "epochs", "learning_rate", "minibatch", "init_variance");
            };
        }
    }
}
