package dev.flywheel.feature.featureset.web;

import dev.flywheel.feature.featureset.OtherPipelineException;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers what is wrong with a pipeline file that was sent.
@RestControllerAdvice
final class FeatureSetProblems {

    @ExceptionHandler
    ProblemDetail mistaken(PipelineException mistaken) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "pipeline-mistaken",
                        "The pipeline file has mistakes",
                        mistaken.getMessage());
        problem.setProperty("mistakes", mistaken.mistakes());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail other(OtherPipelineException other) {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "pipeline-other",
                "Another pipeline's file",
                other.getMessage());
    }
}
