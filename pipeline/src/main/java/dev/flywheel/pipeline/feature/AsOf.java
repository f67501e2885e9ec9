package dev.flywheel.pipeline.feature;

import java.time.Instant;
import java.util.Arrays;

/// The instant that values are asked for. It remembers how far things have decayed by then, so that
/// the rows of one instant share that; for one thread.
public final class AsOf {

    private final Instant asked;
    private final Instant instant;
    private final long millis;
    private long[] halfLives = {};
    private double[] fractions = {};

    private AsOf(Instant asked, Instant instant) {
        this.asked = asked;
        this.instant = instant;
        this.millis = instant.toEpochMilli();
    }

    public static AsOf of(Instant instant) {
        return new AsOf(instant, instant);
    }

    /// The same question, answered by states that know of events until a later instant.
    public AsOf until(Instant latest) {
        return new AsOf(asked, latest);
    }

    /// The instant of the event or the request itself, however much the states know.
    Instant asked() {
        return asked;
    }

    public Instant instant() {
        return instant;
    }

    /// Since the epoch.
    long millis() {
        return millis;
    }

    /// How many whole half-lives there were since the epoch.
    long halfLives(long halfLife) {
        return Math.floorDiv(millis, halfLife);
    }

    /// What [DecayedCell#fraction] gives for this instant.
    double fraction(long halfLife) {
        for (int i = 0; i < halfLives.length; i++) {
            if (halfLives[i] == halfLife) {
                return fractions[i];
            }
        }
        double fraction = DecayedCell.fraction(millis, halfLife);
        int size = halfLives.length;
        halfLives = Arrays.copyOf(halfLives, size + 1);
        fractions = Arrays.copyOf(fractions, size + 1);
        halfLives[size] = halfLife;
        fractions[size] = fraction;
        return fraction;
    }
}
