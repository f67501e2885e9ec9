package dev.flywheel.feature.snapshot.web;

import dev.flywheel.feature.snapshot.SnapshotException;
import dev.flywheel.support.problem.Problems;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers what goes wrong with snapshots.
@RestControllerAdvice
final class SnapshotProblems {

    @ExceptionHandler
    ProblemDetail answer(SnapshotException failure) {
        String detail = Objects.requireNonNullElse(failure.getMessage(), "");
        return switch (failure) {
            case SnapshotException.NotFound _ ->
                    Problems.of(
                            HttpStatus.NOT_FOUND, "snapshot-not-found", "No such snapshot", detail);
            case SnapshotException.BadRequest bad -> {
                ProblemDetail problem =
                        Problems.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "snapshot-refused",
                                "The snapshot request is refused",
                                detail);
                problem.setProperty("errors", bad.errors());
                yield problem;
            }
            case SnapshotException.Impossible _ ->
                    Problems.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "snapshot-impossible",
                            "The snapshot cannot be made",
                            detail);
        };
    }
}
