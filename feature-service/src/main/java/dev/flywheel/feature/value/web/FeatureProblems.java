package dev.flywheel.feature.value.web;

import dev.flywheel.feature.online.OnlineStateAwayException;
import dev.flywheel.feature.value.UnknownEntityException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers what goes wrong with feature values.
@RestControllerAdvice
final class FeatureProblems {

    @ExceptionHandler
    ProblemDetail unknown(UnknownEntityException unknown) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.BAD_REQUEST,
                        "entity-unknown",
                        "No such entity",
                        unknown.getMessage());
        problem.setProperty("unknown", unknown.unknown());
        problem.setProperty("entities", unknown.declared());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> away(OnlineStateAwayException away) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "online-state-away",
                        "The online state cannot be asked now",
                        away.getMessage() + "; ask with as_of, or again soon");
        problem.setProperty("state", away.state());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(problem);
    }
}
