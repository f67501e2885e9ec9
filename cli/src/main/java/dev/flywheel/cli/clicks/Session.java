package dev.flywheel.cli.clicks;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A shopper's visit: the clicks of one session id, in order.
public record Session(String id, List<Click> clicks) {

    public Session {
        clicks = clicks.stream().sorted(Comparator.comparingInt(Click::order)).toList();
    }

    public Instant start() {
        return clicks.getFirst().eventTime();
    }

    /// The sessions of some clicks, earliest first.
    public static List<Session> of(List<Click> clicks, Predicate<Click> which) {
        Map<String, List<Click>> bySession = new LinkedHashMap<>();
        for (Click click : clicks) {
            if (which.test(click)) {
                bySession
                        .computeIfAbsent(click.session(), _ -> new java.util.ArrayList<>())
                        .add(click);
            }
        }
        return bySession.entrySet().stream()
                .map(entry -> new Session(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Session::start).thenComparing(Session::id))
                .toList();
    }
}
