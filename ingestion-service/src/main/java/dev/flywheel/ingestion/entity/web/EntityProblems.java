package dev.flywheel.ingestion.entity.web;

import dev.flywheel.ingestion.entity.UnknownEntityException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers calls that name an entity nobody declared.
@RestControllerAdvice
class EntityProblems {

    @ExceptionHandler
    ProblemDetail answer(UnknownEntityException e) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.NOT_FOUND,
                        "entity-not-found",
                        "There is no such entity",
                        e.getMessage());
        problem.setProperty("declared", e.declared());
        return problem;
    }
}
