package dev.flywheel.feature.erasure.web;

import dev.flywheel.feature.erasure.ErasureException;
import dev.flywheel.support.problem.Problems;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers what goes wrong with erasures.
@RestControllerAdvice
final class ErasureProblems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> answer(ErasureException failure) {
        String detail = Objects.requireNonNullElse(failure.getMessage(), "");
        return switch (failure) {
            case ErasureException.NotFound _ ->
                    answer(HttpStatus.NOT_FOUND, "erasure-not-found", "No such erasure", detail);
            case ErasureException.Refused refused -> {
                ProblemDetail problem =
                        Problems.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "erasure-refused",
                                "The erasure is refused",
                                detail);
                problem.setProperty("errors", refused.errors());
                yield ResponseEntity.unprocessableContent().body(problem);
            }
            case ErasureException.RegistryAway _ ->
                    ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                            .header(HttpHeaders.RETRY_AFTER, "5")
                            .body(
                                    Problems.of(
                                            HttpStatus.SERVICE_UNAVAILABLE,
                                            "registry-unavailable",
                                            "The registry does not answer",
                                            detail));
        };
    }

    private static ResponseEntity<ProblemDetail> answer(
            HttpStatus status, String type, String title, String detail) {
        return ResponseEntity.status(status).body(Problems.of(status, type, title, detail));
    }
}
