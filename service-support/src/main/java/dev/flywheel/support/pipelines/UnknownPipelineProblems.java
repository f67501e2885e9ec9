package dev.flywheel.support.pipelines;

import dev.flywheel.pipeline.UnknownPipelineException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers a path that names a pipeline which no file declares.
@RestControllerAdvice
final class UnknownPipelineProblems {

    @ExceptionHandler
    ProblemDetail unknown(UnknownPipelineException unknown) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.NOT_FOUND,
                        "pipeline-not-found",
                        "No such pipeline",
                        unknown.getMessage());
        problem.setProperty("pipeline", unknown.pipeline());
        problem.setProperty("pipelines", unknown.declared());
        return problem;
    }
}
