package dev.flywheel.training.suggestion.web;

import dev.flywheel.support.problem.Problems;
import dev.flywheel.training.suggestion.NoDatasetException;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice(basePackageClasses = SuggestionProblems.class)
class SuggestionProblems {

    @ExceptionHandler
    ProblemDetail answer(NoDatasetException none) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.NOT_FOUND,
                        "dataset-not-found",
                        "The pipeline has no dataset yet",
                        Objects.requireNonNull(none.getMessage()));
        problem.setProperty("pipeline", none.pipeline());
        return problem;
    }
}
