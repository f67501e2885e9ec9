package dev.flywheel.support.problem;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/// Makes problems whose types are stable and listed in docs/problems.md.
public final class Problems {

    private static final String BASE = "https://flywheel.dev/problems/";

    private Problems() {}

    /// A problem of the type `https://flywheel.dev/problems/<slug>`.
    ///
    /// @param title fixed for the type
    /// @param detail what is wrong in this case and what to do; an exception's own message will do
    public static ProblemDetail of(
            HttpStatus status, String slug, String title, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(BASE + slug));
        problem.setTitle(title);
        return problem;
    }
}
