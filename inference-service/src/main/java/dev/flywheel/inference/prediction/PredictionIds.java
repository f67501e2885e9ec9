package dev.flywheel.inference.prediction;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Names for answers: random UUIDs that cost no secure randomness, as they are no secrets.
final class PredictionIds {

    private PredictionIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
