package dev.flywheel.support.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Which scopes a service's paths ask for, in order: the first rule that matches decides, and a
/// path without a rule is denied to everybody.
public final class ScopeRules {

    private final List<Rule> rules = new ArrayList<>();

    public ScopeRules get(String path, String... anyOf) {
        return add(HttpMethod.GET, path, anyOf);
    }

    public ScopeRules post(String path, String... anyOf) {
        return add(HttpMethod.POST, path, anyOf);
    }

    public ScopeRules put(String path, String... anyOf) {
        return add(HttpMethod.PUT, path, anyOf);
    }

    /// Any method.
    public ScopeRules any(String path, String... anyOf) {
        return add(null, path, anyOf);
    }

    /// One method.
    ///
    /// @param path a Spring path pattern, such as `/models/{model}/**`
    /// @param anyOf the scopes of which a token needs one; none leaves the path open
    public ScopeRules add(@Nullable HttpMethod method, String path, String... anyOf) {
        RequestMatcher matcher = PathPatternRequestMatcher.withDefaults().matcher(method, path);
        rules.add(new Rule(matcher, List.of(anyOf)));
        return this;
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    Optional<Rule> matching(jakarta.servlet.http.HttpServletRequest request) {
        return rules.stream().filter(rule -> rule.matcher().matches(request)).findFirst();
    }

    record Rule(RequestMatcher matcher, List<String> anyOf) {

        String[] authorities() {
            return anyOf.stream().map(scope -> "SCOPE_" + scope).toArray(String[]::new);
        }
    }
}
