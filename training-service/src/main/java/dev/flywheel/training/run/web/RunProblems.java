package dev.flywheel.training.run.web;

import dev.flywheel.support.problem.Problems;
import dev.flywheel.training.run.RunException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.core.JacksonException;

/// What a refused request about a run answers; asked before Spring Boot's own answers, which do not
/// name the field.
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(basePackageClasses = RunProblems.class)
class RunProblems {

    @ExceptionHandler
    ProblemDetail answer(MethodArgumentNotValidException invalid) {
        List<Map<String, String>> errors =
                invalid.getBindingResult().getFieldErrors().stream()
                        .map(error ->
                                Map.of(
                                        "field", snake(error.getField()),
                                        "message",
                                                Objects.requireNonNullElse(
                                                        error.getDefaultMessage(),
                                                        "is not allowed")))
                        .toList();
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.BAD_REQUEST,
                        "invalid-request",
                        "The request is not allowed",
                        "Correct the fields that are named in errors");
        problem.setProperty("errors", errors);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail answer(HttpMessageNotReadableException unreadable) {
        String where =
                unreadable.getCause() instanceof JacksonException e && !e.getPath().isEmpty()
                        ? "The value of '" + e.getPath().getLast().getPropertyName() + "'"
                        : "The body";
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "unreadable-request",
                "The request can't be read",
                where + " is not JSON of the right shape");
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @ExceptionHandler
    ProblemDetail answer(RunException refused) {
        String detail = refused.getMessage();
        ProblemDetail problem =
                switch (refused) {
                    case RunException.NotFound _ ->
                            Problems.of(
                                    HttpStatus.NOT_FOUND,
                                    "run-not-found",
                                    "There is no such run",
                                    detail);
                    case RunException.Ended ended -> {
                        ProblemDetail conflict =
                                Problems.of(
                                        HttpStatus.CONFLICT,
                                        "run-ended",
                                        "The run has ended",
                                        detail);
                        conflict.setProperty("state", ended.state());
                        yield conflict;
                    }
                    case RunException.NotValidated early -> {
                        ProblemDetail absent =
                                Problems.of(
                                        HttpStatus.NOT_FOUND,
                                        "run-not-validated",
                                        "The run has no validation report",
                                        detail);
                        absent.setProperty("state", early.state());
                        yield absent;
                    }
                    case RunException.TakenOver _, RunException.Cancelled _ ->
                            Problems.of(
                                    HttpStatus.CONFLICT,
                                    "run-changed",
                                    "The run changed meanwhile",
                                    detail);
                };
        problem.setProperty("run_id", refused.runId());
        return problem;
    }
}
