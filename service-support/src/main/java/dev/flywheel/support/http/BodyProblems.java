package dev.flywheel.support.http;

import dev.flywheel.support.problem.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers a body that turned out too large while a controller's argument was read from it.
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
final class BodyProblems {

    @ExceptionHandler
    ProblemDetail answer(BodyTooLargeException tooLarge) {
        return problem(tooLarge);
    }

    static ProblemDetail problem(BodyTooLargeException tooLarge) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "body-too-large",
                        "The body is too large",
                        tooLarge.getMessage());
        problem.setProperty("limit", tooLarge.limit());
        return problem;
    }
}
