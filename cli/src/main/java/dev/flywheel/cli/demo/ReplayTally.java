package dev.flywheel.cli.demo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// What a replay has counted so far. Safe for use by many threads.
final class ReplayTally {

    private static final int TOP = 10;

    private final LongAdder clicks = new LongAdder();
    private final LongAdder ranks = new LongAdder();
    private final LongAdder judged = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final DoubleAdder gain = new DoubleAdder();
    private final LongAdder failedAttempts = new LongAdder();
    private final LongAdder totalMicros = new LongAdder();
    private final AtomicLong eventRetries = new AtomicLong();

    void clicked() {
        clicks.increment();
    }

    void ranked(long micros) {
        ranks.increment();
        totalMicros.add(micros);
    }

    /// @param position of the clicked item, from 0; negative if it was not among the first ten
    void judged(int position) {
        judged.increment();
        if (position >= 0 && position < TOP) {
            hits.increment();
            gain.add(Math.log(2) / Math.log(position + 2));
        }
    }

    void attemptFailed() {
        failedAttempts.increment();
    }

    void eventRetried() {
        eventRetries.incrementAndGet();
    }

    long clicks() {
        return clicks.sum();
    }

    long ranks() {
        return ranks.sum();
    }

    long failedAttempts() {
        return failedAttempts.sum();
    }

    long eventRetries() {
        return eventRetries.get();
    }

    /// The share of clicks whose item was among the first ten of its rank.
    double hitRate() {
        return judged.sum() == 0 ? 0 : (double) hits.sum() / judged.sum();
    }

    double ndcg() {
        return judged.sum() == 0 ? 0 : gain.sum() / judged.sum();
    }

    double meanMillis() {
        return ranks.sum() == 0 ? 0 : totalMicros.sum() / 1000.0 / ranks.sum();
    }
}
