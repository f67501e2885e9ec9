package dev.flywheel.benchmarks.services;

import dev.flywheel.standalone.StandaloneListener;
import java.time.Duration;
import java.util.List;

/// Prints how the start goes.
final class Printing implements StandaloneListener {

    @Override
    public void leftoversStopped(List<String> names) {
        System.out.println("stopped what an earlier run had left: " + names);
    }

    @Override
    public void ready(String name, Duration after) {
        System.out.printf("%s ready after %.1f s%n", name, after.toMillis() / 1e3);
    }

    @Override
    public void died(String name, int exitCode, List<String> lastLines, boolean restarts) {
        System.out.printf("%s died (%d):%n%s%n", name, exitCode, String.join("\n", lastLines));
    }

    @Override
    public void startedAgain(String name) {
        System.out.println(name + " started again");
    }

    @Override
    public void stoppedOnRequest(String name) {
        System.out.println(name + " stopped");
    }
}
