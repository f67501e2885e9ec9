package dev.flywheel.ingestion.event.web;

import dev.flywheel.ingestion.event.TooManyInputsException;
import dev.flywheel.ingestion.event.UnreadableBodyException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers bodies in which nothing can be read, or that are too large to try.
@RestControllerAdvice
class EventProblems {

    @ExceptionHandler
    ProblemDetail answer(UnreadableBodyException e) {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "body-unreadable",
                "Nothing in the body can be read",
                e.reason().message() + ". The body was kept in quarantine");
    }

    @ExceptionHandler
    ProblemDetail answer(TooManyInputsException e) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "too-many-inputs",
                        "The body has too many inputs",
                        e.getMessage() + "; nothing of it was taken. Send it in parts");
        problem.setProperty("limit", e.limit());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail answer(BodyTooLargeException e) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "body-too-large",
                        "The body is too large",
                        e.getMessage() + "; nothing of it was taken. Send it in parts");
        problem.setProperty("limit", e.limit());
        return problem;
    }
}
