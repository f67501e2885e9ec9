package dev.flywheel.pipeline.fold;

import java.util.Arrays;

/// How often each of a growing number of candidates counts, to draw one by: a binary indexed tree
/// (P. Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994), so that counting and
/// drawing take the logarithm of their number.
final class Popularity {

    private long[] sums = new long[16];
    private int size;
    private long total;

    int size() {
        return size;
    }

    /// The sum of all counts.
    long total() {
        return total;
    }

    /// Adds a candidate behind the others, with that count.
    void append(long count) {
        size++;
        if (size == sums.length) {
            sums = Arrays.copyOf(sums, size * 2);
        }
        sums[size] = count;
        total += count;
        for (int node = size - 1; node > size - lowestBit(size); node -= lowestBit(node)) {
            sums[size] += sums[node];
        }
    }

    void add(int index, long count) {
        total += count;
        for (int node = index + 1; node <= size; node += lowestBit(node)) {
            sums[node] += count;
        }
    }

    long count(int index) {
        int node = index + 1;
        long count = sums[node];
        int end = node - lowestBit(node);
        for (int child = node - 1; child > end; child -= lowestBit(child)) {
            count -= sums[child];
        }
        return count;
    }

    /// The candidate that a number falls on when each has as many numbers as it counts.
    ///
    /// @param number at least 0 and less than [#total]
    int at(long number) {
        int node = 0;
        long rest = number;
        for (int step = Integer.highestOneBit(size); step > 0; step /= 2) {
            int next = node + step;
            if (next <= size && sums[next] <= rest) {
                node = next;
                rest -= sums[next];
            }
        }
        return node;
    }

    private static int lowestBit(int node) {
        return node & -node;
    }
}
