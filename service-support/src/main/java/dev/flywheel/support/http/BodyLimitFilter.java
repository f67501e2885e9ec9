package dev.flywheel.support.http;

import dev.flywheel.support.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies above a limit, announced or not: a body is read into memory, and a large one
/// would end the process for everybody.
final class BodyLimitFilter extends OncePerRequestFilter {

    private final HttpLimits limits;
    private final ProblemWriter writer;

    BodyLimitFilter(HttpLimits limits, ProblemWriter writer) {
        this.limits = limits;
        this.writer = writer;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = limits.of(request.getRequestURI());
        try {
            if (request.getContentLengthLong() > limit) {
                throw new BodyTooLargeException(limit);
            }
            chain.doFilter(new LimitedRequest(request, limit), response);
        } catch (BodyTooLargeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            response.resetBuffer();
            writer.write(request, response, BodyProblems.problem(e));
        }
    }
}
