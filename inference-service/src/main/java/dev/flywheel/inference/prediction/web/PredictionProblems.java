package dev.flywheel.inference.prediction.web;

import dev.flywheel.inference.prediction.PredictionException;
import dev.flywheel.inference.serving.ServingException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class PredictionProblems {

    private static final String RETRY_AFTER_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> answer(PredictionException exception) {
        ProblemDetail problem =
                switch (exception) {
                    case PredictionException.NotAnObject e ->
                            Problems.of(
                                    HttpStatus.BAD_REQUEST,
                                    "not-json",
                                    "The body can't be read",
                                    e.getMessage());
                    case PredictionException.TooLong e -> {
                        ProblemDetail tooLong =
                                Problems.of(
                                        HttpStatus.CONTENT_TOO_LARGE,
                                        "body-too-large",
                                        "The body is too large",
                                        e.getMessage());
                        tooLong.setProperty("limit", e.limit());
                        yield tooLong;
                    }
                    case PredictionException.InvalidRequest e -> {
                        ProblemDetail invalid =
                                Problems.of(
                                        HttpStatus.BAD_REQUEST,
                                        "invalid-request",
                                        "The request has mistakes",
                                        e.getMessage());
                        invalid.setProperty("errors", e.reasons());
                        yield invalid;
                    }
                };
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> answer(ServingException exception) {
        return switch (exception) {
            case ServingException.NoModelLoaded e -> notLoaded(e);
            case ServingException.ModelNotLoaded e -> {
                ResponseEntity<ProblemDetail> answer = notLoaded(e);
                ProblemDetail problem = answer.getBody();
                if (problem != null) {
                    problem.setProperty("model", e.model());
                }
                yield answer;
            }
            case ServingException.ModelNotFound e -> notFound(e);
            case ServingException.NoDefaultModel e -> notFound(e);
            case ServingException.NoScore e ->
                    ResponseEntity.unprocessableContent().body(notScored(e));
            case ServingException.NotUsable e -> notLoaded(e);
            case ServingException.NotFetched e -> notLoaded(e);
        };
    }

    /// Of one row of several it stands where its answer would.
    static ProblemDetail notScored(ServingException.NoScore e) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "row-not-scored",
                        "The model has no score for this row",
                        e.getMessage());
        problem.setProperty("model", e.model());
        problem.setProperty("version", e.version());
        return problem;
    }

    private static ResponseEntity<ProblemDetail> notLoaded(ServingException e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .body(
                        Problems.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "model-not-loaded",
                                "No version is loaded",
                                e.getMessage()));
    }

    private static ResponseEntity<ProblemDetail> notFound(ServingException e) {
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .body(
                        Problems.of(
                                HttpStatus.NOT_FOUND,
                                "model-not-found",
                                "There is no such model",
                                e.getMessage()));
    }
}
