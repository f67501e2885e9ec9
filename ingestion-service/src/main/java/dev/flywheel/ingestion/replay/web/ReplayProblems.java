package dev.flywheel.ingestion.replay.web;

import dev.flywheel.ingestion.replay.ReplayRefusedException;
import dev.flywheel.support.problem.Problems;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers requests for replays that make no sense.
@RestControllerAdvice
class ReplayProblems {

    @ExceptionHandler
    ProblemDetail answer(ReplayRefusedException e) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "replay-refused",
                "The replay can't be carried out",
                Objects.requireNonNullElse(e.getMessage(), ""));
    }
}
