package dev.flywheel.ingestion.imports.web;

import dev.flywheel.ingestion.imports.ImportException;
import dev.flywheel.ingestion.imports.ImportNotFoundException;
import dev.flywheel.ingestion.imports.ImportRefusedException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers requests for imports that can't be started or found.
@RestControllerAdvice
class ImportProblems {

    @ExceptionHandler
    ProblemDetail answer(ImportException e) {
        return switch (e) {
            case ImportNotFoundException _ ->
                    Problems.of(
                            HttpStatus.NOT_FOUND,
                            "import-not-found",
                            "There is no such import",
                            e.getMessage());
            case ImportRefusedException refused -> {
                ProblemDetail problem =
                        Problems.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "import-refused",
                                "The import can't be carried out",
                                e.getMessage());
                problem.setProperty("errors", refused.mistakes());
                yield problem;
            }
        };
    }
}
