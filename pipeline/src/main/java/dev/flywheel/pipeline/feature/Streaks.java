package dev.flywheel.pipeline.feature;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remembers until nothing has happened for a while, then begins anew.
///
/// Events no further apart than the idle time form a streak, and the value is that of the last one.
/// An event that arrives late may join two streaks, which is why earlier ones are kept: one takes
/// some twenty bytes.
final class Streaks extends AggregateCell {

    private final long idle;

    /// All but the latest, the oldest first.
    private List<Streak> earlier = List.of();

    private @Nullable Streak latest;

    Streaks(Statistic statistic, long idle) {
        super(statistic);
        this.idle = idle;
    }

    @Override
    void add(long at, double value) {
        Streak last = latest;
        if (last == null || at - last.to > idle) {
            begin(at).add(at, value);
        } else if (last.from - at <= idle) {
            last.add(at, value);
            joinWithEarlier();
        } else {
            addLate(at, value);
        }
    }

    @Override
    boolean takeBack(long at, double value) {
        return false;
    }

    @Override
    long count(long at) {
        Summary summary = summary(at);
        return summary == null ? 0 : summary.count();
    }

    @Override
    @Nullable Summary summary(long at) {
        Streak last = latest;
        return last == null || at - last.to > idle ? null : last.summary;
    }

    @Override
    public void write(StateWriter out) {
        Streak last = latest;
        if (last == null) {
            out.writeLong(0);
            return;
        }
        out.writeLong(earlier.size() + 1);
        earlier.forEach(streak -> streak.write(out));
        last.write(out);
    }

    @Override
    public void read(StateReader in) {
        earlier = List.of();
        latest = null;
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            long from = in.readLong();
            Streak streak = begin(from);
            streak.to = from + in.readLong();
            streak.summary.read(in);
        }
    }

    /// An empty one, which is the latest from now on.
    private Streak begin(long at) {
        Streak last = latest;
        if (last != null) {
            add(earlier.size(), last);
        }
        Streak begun = new Streak(at, statistic().newSummary());
        latest = begun;
        return begun;
    }

    private void add(int position, Streak streak) {
        if (earlier.isEmpty()) {
            earlier = new ArrayList<>(1);
        }
        earlier.add(position, streak);
    }

    private void addLate(long at, double value) {
        int i = earlier.size() - 1;
        while (i >= 0 && earlier.get(i).from - at > idle) {
            i--;
        }
        Streak streak;
        if (i >= 0 && at - earlier.get(i).to <= idle) {
            streak = earlier.get(i);
        } else {
            i++;
            streak = new Streak(at, statistic().newSummary());
            add(i, streak);
        }
        streak.add(at, value);
        if (i > 0 && streak.from - earlier.get(i - 1).to <= idle) {
            earlier.remove(i);
            earlier.get(i - 1).join(streak);
        }
    }

    private void joinWithEarlier() {
        Streak last = latest;
        if (last != null && !earlier.isEmpty() && last.from - earlier.getLast().to <= idle) {
            Streak before = earlier.removeLast();
            before.join(last);
            latest = before;
        }
    }

    private static final class Streak {

        private long from;
        private long to;
        private final Summary summary;

        Streak(long at, Summary summary) {
            this.from = at;
            this.to = at;
            this.summary = summary;
        }

        void add(long at, double value) {
            from = Math.min(from, at);
            to = Math.max(to, at);
            summary.add(value);
        }

        void join(Streak later) {
            to = later.to;
            summary.addAll(later.summary);
        }

        void write(StateWriter out) {
            out.writeLong(from);
            out.writeLong(to - from);
            summary.write(out);
        }
    }
}
