package dev.flywheel.pipeline.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What to train on, how, and when.
///
/// @param schedule a cron expression of five fields, on the wall clock in UTC; null for none
/// @param last how much of the past, before the watermark, makes the dataset; null for all
/// @param search null if no candidate leaves anything open
public record Training(
        @Nullable String schedule,
        @Nullable Duration last,
        Split split,
        long seed,
        List<Candidate> candidates,
        @Nullable Search search) {

    public Training {
        candidates = List.copyOf(candidates);
    }

    /// How values that candidates leave open are searched for: drawn at random, by the seed.
    ///
    /// @param trials how many draws there are of all such candidates together, in turn
    /// @param limit after which no further draw is tried; null for none
    public record Search(int trials, @Nullable Duration limit) {}

    /// Shares of the dataset in order of time; they sum to 1.
    ///
    /// @param folds into how many equal ones the validation part is divided. Each is measured by a
    ///   model that learned from everything before it (a rolling origin)
    /// @param gap how much of event time before each fold and before the test part teaches nothing,
    ///   because its labels were not known yet when they began
    public record Split(double train, double validation, double test, int folds, Duration gap) {

        public Split(double train, double validation, double test, Duration gap) {
            this(train, validation, test, 1, gap);
        }

        public Split(double train, double validation, double test) {
            this(train, validation, test, Duration.ZERO);
        }

        /// What is not tested on is as many equal shares as there are folds and one more, which is
        /// only learned from.
        public static Split rolling(int folds, double test, Duration gap) {
            double share = (1 - test) / (folds + 1);
            return new Split(share, folds * share, test, folds, gap);
        }
    }

    /// A model to try, or several of a kind.
    ///
    /// @param hyperparameters longs or doubles by name; absent ones take the trainer's defaults
    /// @param choices what a search draws from, by hyperparameter
    public record Candidate(
            Trainer trainer, Map<String, Object> hyperparameters, Map<String, Choice> choices) {

        public Candidate {
            hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
            choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
        }

        public Candidate(Trainer trainer, Map<String, Object> hyperparameters) {
            this(trainer, hyperparameters, Map.of());
        }

        /// Whether a search must fill in values before it can be trained.
        public boolean isOpen() {
            return !choices.isEmpty();
        }

        /// The same with a value for each hyperparameter that is open.
        public Candidate drawn(RandomGenerator random) {
            Map<String, Object> filled = new LinkedHashMap<>(hyperparameters);
            choices.forEach((name, choice) -> filled.put(name, choice.draw(random)));
            return new Candidate(trainer, filled);
        }

        public int integer(String name) {
            return (int) number(name);
        }

        /// What the candidate says, or else the trainer's default.
        public double number(String name) {
            double standard = trainer.hyperparameter(name).standard();
            return hyperparameters.get(name) instanceof Number n ? n.doubleValue() : standard;
        }

        /// All of the trainer's hyperparameters by name, longs where they are whole.
        public Map<String, Object> complete() {
            Map<String, Object> all = new LinkedHashMap<>();
            for (Hyperparameter each : trainer.hyperparameters()) {
                double value = number(each.name());
                if (each.whole()) {
                    all.put(each.name(), (long) value);
                } else {
                    all.put(each.name(), value);
                }
            }
            return all;
        }
    }

    /// What a trainer can be told.
    ///
    /// @param whole whether it is a whole number
    /// @param least inclusive
    /// @param most inclusive
    /// @param standard where a candidate says nothing
    public record Hyperparameter(
            String name, boolean whole, double least, double most, double standard) {

        private static final Hyperparameter EPOCHS = whole("epochs", 1, 1000, 5);
        private static final Hyperparameter LEARNING_RATE = number("learning_rate", 1e-5, 10, 0.1);
        private static final Hyperparameter MINIBATCH = whole("minibatch", 1, 10_000, 1);
        private static final Hyperparameter POSITIVE_WEIGHT =
                number("positive_weight", 1e-3, 1e6, 1);

        static Hyperparameter whole(String name, long least, long most, long standard) {
            return new Hyperparameter(name, true, least, most, standard);
        }

        static Hyperparameter number(String name, double least, double most, double standard) {
            return new Hyperparameter(name, false, least, most, standard);
        }
    }

    /// The trainers.
    public enum Trainer {
        LOGISTIC_REGRESSION("logistic-regression"),
        LINEAR_REGRESSION("linear-regression"),
        FACTORIZATION_MACHINE("factorization-machine"),
        GRADIENT_BOOSTING("gradient-boosting");

        private final String word;

        Trainer(String word) {
            this.word = word;
        }

        /// As the pipeline file spells it.
        public String word() {
            return word;
        }

        public boolean learns(Task task) {
            return switch (this) {
                case LOGISTIC_REGRESSION -> task == Task.CLASSIFICATION;
                case LINEAR_REGRESSION -> task == Task.REGRESSION;
                case FACTORIZATION_MACHINE, GRADIENT_BOOSTING -> true;
            };
        }

        /// The hyperparameters that it takes.
        public List<Hyperparameter> hyperparameters() {
            return switch (this) {
                case LOGISTIC_REGRESSION ->
                        List.of(
                                Hyperparameter.EPOCHS,
                                Hyperparameter.LEARNING_RATE,
                                Hyperparameter.MINIBATCH,
                                Hyperparameter.POSITIVE_WEIGHT);
                case LINEAR_REGRESSION ->
                        List.of(
                                Hyperparameter.EPOCHS,
                                Hyperparameter.LEARNING_RATE,
                                Hyperparameter.MINIBATCH);
                case FACTORIZATION_MACHINE ->
                        List.of(
                                Hyperparameter.whole("factors", 1, 1024, 16),
                                Hyperparameter.EPOCHS,
                                Hyperparameter.LEARNING_RATE,
                                Hyperparameter.number("init_variance", 1e-6, 10, 0.1),
                                Hyperparameter.POSITIVE_WEIGHT);
                case GRADIENT_BOOSTING ->
                        List.of(
                                Hyperparameter.whole("rounds", 1, 10_000, 100),
                                Hyperparameter.whole("depth", 1, 16, 6),
                                Hyperparameter.number("learning_rate", 1e-3, 1, 0.1),
                                Hyperparameter.number("subsample", 0.05, 1, 1),
                                Hyperparameter.number("min_child_weight", 0, 1e6, 1),
                                Hyperparameter.number("lambda", 0, 1e6, 1),
                                Hyperparameter.POSITIVE_WEIGHT);
            };
        }

        Hyperparameter hyperparameter(String name) {
            return hyperparameters().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(word + " takes no '" + name + "'"));
        }
    }
}
