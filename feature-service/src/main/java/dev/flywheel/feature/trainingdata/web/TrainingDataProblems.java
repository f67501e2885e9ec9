package dev.flywheel.feature.trainingdata.web;

import dev.flywheel.feature.trainingdata.SpineRefusedException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers what is wrong with rows.
@RestControllerAdvice
final class TrainingDataProblems {

    @ExceptionHandler
    ProblemDetail refused(SpineRefusedException refused) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "training-data-refused",
                        "No features can be joined to these rows",
                        refused.getMessage());
        problem.setProperty("errors", refused.errors());
        return problem;
    }
}
