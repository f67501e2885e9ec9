package dev.flywheel.pipeline.feature;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remembers until nothing has happened for a while, then begins anew.
///
/// Events no further apart than the idle time form a streak, and the value is that of the last one.
/// An event that arrives late may join two streaks, which is why earlier ones are kept: one takes
/// some twenty bytes.
final class Streaks implements Memory {

    private final Statistic statistic;
    private final long idle;
    private final List<Streak> streaks = new ArrayList<>(1);

    Streaks(Statistic statistic, long idle) {
        this.statistic = statistic;
        this.idle = idle;
    }

    @Override
    public void add(long at, double value) {
        int i = streaks.size() - 1;
        while (i >= 0 && streaks.get(i).from - at > idle) {
            i--;
        }
        Streak streak;
        if (i >= 0 && at - streaks.get(i).to <= idle) {
            streak = streaks.get(i);
        } else {
            streak = new Streak(at, at, statistic.newSummary());
            streaks.add(i + 1, streak);
        }
        streak.add(at, value);
        joinWithEarlier(streaks.indexOf(streak));
    }

    @Override
    public boolean takeBack(long at, double value) {
        return false;
    }

    @Override
    public long count(long at) {
        return isIdle(at) ? 0 : streaks.getLast().summary.count();
    }

    @Override
    public @Nullable Summary summary(long at) {
        return isIdle(at) ? null : streaks.getLast().summary;
    }

    @Override
    public void write(StateWriter out) {
        out.writeLong(streaks.size());
        for (Streak streak : streaks) {
            out.writeLong(streak.from);
            out.writeLong(streak.to - streak.from);
            streak.summary.write(out);
        }
    }

    @Override
    public void read(StateReader in) {
        streaks.clear();
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            long from = in.readLong();
            long to = from + in.readLong();
            Summary summary = statistic.newSummary();
            summary.read(in);
            streaks.add(new Streak(from, to, summary));
        }
    }

    private boolean isIdle(long at) {
        return streaks.isEmpty() || at - streaks.getLast().to > idle;
    }

    private void joinWithEarlier(int i) {
        if (i > 0 && streaks.get(i).from - streaks.get(i - 1).to <= idle) {
            Streak later = streaks.remove(i);
            Streak earlier = streaks.get(i - 1);
            earlier.to = later.to;
            earlier.summary.addAll(later.summary);
        }
    }

    private static final class Streak {

        private long from;
        private long to;
        private final Summary summary;

        Streak(long from, long to, Summary summary) {
            this.from = from;
            this.to = to;
            this.summary = summary;
        }

        void add(long at, double value) {
            from = Math.min(from, at);
            to = Math.max(to, at);
            summary.add(value);
        }
    }
}
