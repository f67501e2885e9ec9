package dev.flywheel.training.run.web;

import dev.flywheel.support.problem.Problems;
import dev.flywheel.training.run.RunException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What a refused request about a run answers.
@RestControllerAdvice(basePackageClasses = RunProblems.class)
class RunProblems {

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
