package dev.flywheel.registry.mlflow.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A filter of the form `name = 'x' AND run_id = 'y'`; everything else is refused, never ignored.
public final class EqualityFilter {

    private static final Pattern CLAUSE =
            Pattern.compile("\\s*([a-z_]+)\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*");
    private static final Pattern AND = Pattern.compile("(?i)\\band\\b(?=(?:[^']*'[^']*')*[^']*$)");

    private final Map<String, String> values = new HashMap<>();

    private EqualityFilter() {}

    /// Reads `filter`, and refuses an order, which only a search with MLflow's syntax has.
    ///
    /// @param attributes what may be compared
    public static EqualityFilter of(MlflowRequest request, Set<String> attributes) {
        if (!request.texts("order_by").isEmpty()) {
            throw refused("order_by is not supported here yet");
        }
        EqualityFilter filter = new EqualityFilter();
        Optional<String> text = request.text("filter").filter(given -> !given.isBlank());
        if (text.isPresent()) {
            AND.splitAsStream(text.get())
                    .forEach(clause -> filter.add(clause, text.get(), attributes));
        }
        return filter;
    }

    /// The value that the attribute must have; null if any will do.
    public @Nullable String value(String attribute) {
        return values.get(attribute);
    }

    private void add(String clause, String whole, Set<String> attributes) {
        Matcher matcher = CLAUSE.matcher(clause);
        if (!matcher.matches()
                || !attributes.contains(matcher.group(1))
                || values.containsKey(matcher.group(1))) {
            throw refused(
                    "only %s = '...' is supported, and the filter is: %s"
                            .formatted(String.join(" or ", attributes), whole));
        }
        String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        values.put(matcher.group(1), value);
    }

    private static MlflowException refused(String why) {
        return new MlflowException(
                ErrorCode.INVALID_PARAMETER_VALUE, "Invalid filter string: %s".formatted(why));
    }
}
