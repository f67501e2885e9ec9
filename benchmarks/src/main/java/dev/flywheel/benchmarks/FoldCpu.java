package dev.flywheel.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.openjdk.jmh.infra.Blackhole;

/// The operations of [FoldBenchmark] by the CPU time of their thread, for a machine that others use
/// too: what these take away is waiting, which the wall clock counts and this does not.
///
/// Prints for each the fastest and the median of the passes, and what it is of the floor.
public final class FoldCpu {

    private static final int CLICKS = 100_000;
    private static final int LISTS = 2_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Blackhole BLACKHOLE =
            new Blackhole(
                    "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

    private FoldCpu() {}

    /// Measures and prints.
    ///
    /// @param args how many passes (30), then pipeline files (all of the benchmark's)
    public static void main(String[] args) {
        int passes = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        String[] files =
                args.length > 1 ? Arrays.copyOfRange(args, 1, args.length) : FoldBenchmark.FILES;
        for (String file : files) {
            FoldBenchmark benchmark = new FoldBenchmark();
            benchmark.file = file;
            benchmark.fill();
            System.out.println(file);
            double floor = nanos("floor", passes, CLICKS, 0, () -> benchmark.floor(BLACKHOLE));
            nanos("apply", passes, CLICKS, floor, () -> benchmark.apply(BLACKHOLE));
            nanos(
                    "applyWithNegatives",
                    passes,
                    CLICKS,
                    floor,
                    () -> benchmark.applyWithNegatives(BLACKHOLE));
            nanos("list", passes, LISTS, floor, () -> benchmark.list(BLACKHOLE));
        }
    }

    private static double nanos(
            String name, int passes, int operations, double floor, Runnable pass) {
        double[] nanos = new double[passes];
        for (int i = 0; i < passes; i++) {
            long before = THREADS.getCurrentThreadCpuTime();
            pass.run();
            nanos[i] = (double) (THREADS.getCurrentThreadCpuTime() - before) / operations;
        }
        Arrays.sort(nanos);
        double median = nanos[passes / 2];
        System.out.printf(
                Locale.ROOT,
                "  %-20s %10.0f ns (median %10.0f) %10.0f/s %8.1f floors%n",
                name,
                nanos[0],
                median,
                1e9 / nanos[0],
                floor == 0 ? 1 : nanos[0] / floor);
        return nanos[0];
    }
}
