package dev.flywheel.support.security;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/// A problem as RFC 9457 lays it out, outside Spring MVC's own converters.
final class ProblemJson {

    private ProblemJson() {}

    static Map<String, @Nullable Object> of(ProblemDetail problem) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", problem.getType());
        json.put("title", problem.getTitle());
        json.put("status", problem.getStatus());
        json.put("detail", problem.getDetail());
        Map<String, Object> properties = problem.getProperties();
        if (properties != null) {
            json.putAll(properties);
        }
        return json;
    }
}
