package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one request logs to a run, all of it or nothing.
public record LoggedBatch(List<Metric> metrics, List<Param> params, List<Tag> tags) {

    private static final int MOST_METRICS = 1_000;
    private static final int MOST_PARAMS = 100;
    private static final int MOST_TAGS = 100;
    private static final int MOST = 1_000;

    public LoggedBatch {
        atMost(MOST_METRICS, "metrics", metrics.size());
        atMost(MOST_PARAMS, "params", params.size());
        atMost(MOST_TAGS, "tags", tags.size());
        atMost(MOST, "metrics, params, and tags", metrics.size() + params.size() + tags.size());
        Set<String> seen = new HashSet<>();
        List<String> twice = params.stream().map(Param::key).filter(k -> !seen.add(k)).toList();
        if (!twice.isEmpty()) {
            throw new InvalidValueException(
                    "Duplicate parameter keys have been submitted: %s. Please ensure the request contains only one param value per param key."
                            .formatted(twice));
        }
    }

    public static LoggedBatch of(Metric metric) {
        return new LoggedBatch(List.of(metric), List.of(), List.of());
    }

    public static LoggedBatch of(Param param) {
        return new LoggedBatch(List.of(), List.of(param), List.of());
    }

    public static LoggedBatch of(Tag tag) {
        return new LoggedBatch(List.of(), List.of(), List.of(tag));
    }

    private static void atMost(int limit, String what, int count) {
        if (count > limit) {
            throw new InvalidValueException(
                    "A batch logging request can contain at most %d %s. Got %d %s. Please split up %s across multiple requests and try again."
                            .formatted(limit, what, count, what, what));
        }
    }
}
