package dev.flywheel.pipeline.feature;

import java.util.Arrays;

/// Summaries as objects, each with what its statistic needs.
final class SummaryObjects implements Summaries {

    private final Statistic statistic;
    private Summary[] summaries = {};

    SummaryObjects(Statistic statistic) {
        this.statistic = statistic;
    }

    @Override
    public void reserve(int slots) {
        summaries = Arrays.copyOf(summaries, slots);
    }

    @Override
    public void insert(int slot, int size) {
        if (size == summaries.length) {
            reserve(Summaries.grown(size));
        }
        System.arraycopy(summaries, slot, summaries, slot + 1, size - slot);
        summaries[slot] = statistic.newSummary();
    }

    @Override
    @SuppressWarnings("NullAway") // behind the last slot there is nothing
    public void removeFirst(int gone, int size) {
        System.arraycopy(summaries, gone, summaries, 0, size - gone);
        Arrays.fill(summaries, size - gone, size, null);
    }

    @Override
    public void add(int slot, double value) {
        summaries[slot].add(value);
    }

    @Override
    public void takeBack(int slot, double value) {
        summaries[slot].takeBack(value);
    }

    @Override
    public long count(int slot) {
        return summaries[slot].count();
    }

    @Override
    public void addTo(Summary all, int slot) {
        all.addAll(summaries[slot]);
    }

    @Override
    public void write(int slot, StateWriter out) {
        summaries[slot].write(out);
    }

    @Override
    public void read(int slot, StateReader in) {
        summaries[slot].read(in);
    }
}
