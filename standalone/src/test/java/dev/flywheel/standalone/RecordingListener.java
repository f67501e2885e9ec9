package dev.flywheel.standalone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what it heard, one line each.
public final class RecordingListener implements StandaloneListener {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    public List<String> heard() {
        return heard;
    }

    @Override
    public void leftoversStopped(List<String> names) {
        heard.add("leftovers " + String.join(",", names));
    }

    @Override
    public void ready(String name, Duration after) {
        heard.add("ready " + name);
    }

    @Override
    public void died(String name, int exitCode, List<String> lastLines, boolean restarts) {
        heard.add(
                "died %s %d %s %s"
                        .formatted(name, exitCode, String.join("|", lastLines), restarts));
    }

    @Override
    public void startedAgain(String name) {
        heard.add("again " + name);
    }

    @Override
    public void stoppedOnRequest(String name) {
        heard.add("stopped " + name);
    }
}
