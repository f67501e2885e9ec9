package dev.flywheel.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Starts processes, starts those again that die, and stops all of them.
///
/// What is wanted of a process is a file: while `name.stop` exists in the run folder it stays
/// stopped. Any process may create or delete that file; [#tick] acts on it. Safe for use by several
/// threads.
public final class Supervisor {

    private static final int TELLING_LINES = 12;

    private final Path run;
    private final SupervisorListener listener;
    private final InstantSource clock;
    private final List<String> stores;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private boolean closed;

    /// @param stores names of processes that the others need, and which are stopped after them
    public Supervisor(
            Path run, SupervisorListener listener, InstantSource clock, List<String> stores) {
        this.run = run;
        this.stores = stores;
        this.listener = listener;
        this.clock = clock;
    }

    /// The file that keeps a process stopped while it exists.
    public static Path stopFile(Path run, String name) {
        return run.resolve(name + ".stop");
    }

    public synchronized void start(ChildSpec spec) throws IOException {
        if (closed) {
            throw new IllegalStateException("Already stopping; " + spec.name() + " not started");
        }
        Files.deleteIfExists(stopFile(run, spec.name()));
        Child.rotate(spec.log());
        members.put(spec.name(), new Member(spec, Child.start(spec, run)));
    }

    /// The names of the processes that should run and don't.
    public synchronized List<String> dead() {
        return members.values().stream()
                .filter(member -> !member.isAlive())
                .map(member -> member.spec.name())
                .toList();
    }

    /// Looks after every process once.
    public synchronized void tick() throws IOException {
        if (closed) {
            return;
        }
        List<String> unwanted =
                members.values().stream()
                        .filter(member -> member.isAlive() && !isWanted(member))
                        .map(member -> member.spec.name())
                        .toList();
        stopOnRequest(unwanted.stream().filter(name -> !stores.contains(name)).toList());
        stopOnRequest(unwanted.stream().filter(stores::contains).toList());
        for (Member member : members.values()) {
            if (member.isAlive()) {
                continue;
            }
            if (member.child != null) {
                reportDeath(member);
            } else if (isWanted(member) && member.restarts.isDue(clock.instant())) {
                member.child = Child.start(member.spec, run);
                listener.startedAgain(member.spec.name());
            }
        }
    }

    private boolean isWanted(Member member) {
        return !Files.exists(stopFile(run, member.spec.name()));
    }

    private void stopOnRequest(List<String> names) throws IOException {
        stopGroup(names);
        for (String name : names) {
            Objects.requireNonNull(members.get(name)).restarts.reset();
            listener.stoppedOnRequest(name);
        }
    }

    private void reportDeath(Member member) throws IOException {
        Child child = member.child;
        if (child == null) {
            return;
        }
        member.child = null;
        PidFile.of(run, member.spec.name()).delete();
        boolean restarts = member.restarts.plan(clock.instant());
        listener.died(
                member.spec.name(),
                child.exitCode(),
                LogTail.of(member.spec.log(), TELLING_LINES),
                restarts);
    }

    /// Stops everything, group after group, those of a group at once; the processes that no group
    /// names come first, and the stores last. Nothing is started any more.
    public synchronized void stopAll(List<List<String>> lastGroups) throws IOException {
        closed = true;
        List<List<String>> groups = new ArrayList<>(lastGroups);
        groups.add(stores);
        List<String> named = groups.stream().flatMap(List::stream).toList();
        stopGroup(members.keySet().stream().filter(name -> !named.contains(name)).toList());
        for (List<String> group : groups) {
            stopGroup(group);
        }
    }

    private void stopGroup(List<String> names) throws IOException {
        List<Child> stopping = new ArrayList<>();
        for (String name : names) {
            Member member = members.get(name);
            if (member != null && member.child != null) {
                member.child.terminate();
                stopping.add(member.child);
                member.child = null;
            }
        }
        for (Child child : stopping) {
            child.awaitStop();
        }
    }

    private static final class Member {

        private final ChildSpec spec;
        private final Restarts restarts = new Restarts(5, Duration.ofMinutes(10));
        private @org.jspecify.annotations.Nullable Child child;

        Member(ChildSpec spec, Child child) {
            this.spec = spec;
            this.child = child;
        }

        boolean isAlive() {
            Child current = child;
            return current != null && current.isAlive();
        }
    }
}
