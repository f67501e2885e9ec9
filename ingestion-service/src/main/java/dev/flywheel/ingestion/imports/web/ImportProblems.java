package dev.flywheel.ingestion.imports.web;

import dev.flywheel.ingestion.imports.ImportException;
import dev.flywheel.ingestion.imports.ImportNotFoundException;
import dev.flywheel.ingestion.imports.ImportRefusedException;
import dev.flywheel.support.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers requests for imports that can't be started or found.
@RestControllerAdvice
class ImportProblems {

    private static final Logger LOG = LoggerFactory.getLogger(ImportProblems.class);

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class
    })
    ResponseEntity<ProblemDetail> answerDatabaseAway(RuntimeException away) {
        LOG.warn("The database is away: {}", away.toString());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(
                        Problems.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database-unavailable",
                                "The database does not answer",
                                "Imports and the quarantine can't be shown or used now; events are"
                                        + " still taken"));
    }

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
