package dev.flywheel.registry.reproduction.web;

import dev.flywheel.registry.reproduction.ReproductionException;
import dev.flywheel.registry.reproduction.ReproductionException.NoBundleException;
import dev.flywheel.registry.reproduction.ReproductionException.ReproductionNotFoundException;
import dev.flywheel.support.problem.Problems;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What a refused reproduction answers.
@RestControllerAdvice(basePackageClasses = ReproductionProblems.class)
class ReproductionProblems {

    @ExceptionHandler
    ProblemDetail answer(ReproductionException refused) {
        String detail = Objects.requireNonNullElse(refused.getMessage(), "");
        return switch (refused) {
            case NoBundleException none -> {
                ProblemDetail problem =
                        Problems.of(
                                HttpStatus.CONFLICT,
                                "version-not-reproducible",
                                "The version does not tell how it was made",
                                detail);
                problem.setProperty("model", none.model());
                problem.setProperty("version", none.version());
                yield problem;
            }
            case ReproductionNotFoundException _ ->
                    Problems.of(
                            HttpStatus.NOT_FOUND,
                            "reproduction-not-found",
                            "There is no such reproduction",
                            detail);
        };
    }
}
