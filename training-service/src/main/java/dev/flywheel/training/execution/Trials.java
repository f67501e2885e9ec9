package dev.flywheel.training.execution;

import dev.flywheel.pipeline.spec.Training;
import dev.flywheel.pipeline.spec.Training.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What a run tries: the candidates that leave nothing open, and what the search draws of the
/// others. The same file draws the same.
///
/// @param fixed always tried
/// @param drawn tried in this order, as long as the search's time lasts
record Trials(List<Candidate> fixed, List<Candidate> drawn) {

    /// How often in a row a draw may be one that was made before, until there seem to be no others.
    private static final int PATIENCE = 100;

    static Trials of(Training training) {
        List<Candidate> fixed =
                training.candidates().stream().filter(candidate -> !candidate.isOpen()).toList();
        Training.Search search = training.search();
        return new Trials(fixed, search == null ? List.of() : drawn(training, search.trials()));
    }

    /// In turn, each candidate by random numbers of its own, none twice.
    private static List<Candidate> drawn(Training training, int trials) {
        List<Source> sources = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(training.seed());
        for (Candidate candidate : training.candidates()) {
            SplittableRandom random = seeds.split();
            if (candidate.isOpen()) {
                sources.add(new Source(candidate, random, new HashSet<>()));
            }
        }
        List<Candidate> drawn = new ArrayList<>();
        while (drawn.size() < trials && !sources.isEmpty()) {
            sources.removeIf(source -> drawn.size() < trials && !source.drawInto(drawn));
        }
        return drawn;
    }

    private record Source(Candidate candidate, SplittableRandom random, Set<Candidate> before) {

        /// Whether there was another one.
        boolean drawInto(List<Candidate> drawn) {
            for (int i = 0; i < PATIENCE; i++) {
                Candidate next = candidate.drawn(random);
                if (before.add(next)) {
                    drawn.add(next);
                    return true;
                }
            }
            return false;
        }
    }
}
