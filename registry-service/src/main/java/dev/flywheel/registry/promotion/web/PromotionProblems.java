package dev.flywheel.registry.promotion.web;

import dev.flywheel.registry.model.ModelException;
import dev.flywheel.registry.model.ModelException.AliasNotFoundException;
import dev.flywheel.registry.model.ModelException.ModelExistsException;
import dev.flywheel.registry.model.ModelException.ModelNotFoundException;
import dev.flywheel.registry.model.ModelException.ModelServesException;
import dev.flywheel.registry.model.ModelException.NameKeptException;
import dev.flywheel.registry.model.ModelException.TagWrittenOnceException;
import dev.flywheel.registry.model.ModelException.VersionNotFoundException;
import dev.flywheel.registry.model.ModelException.VersionServesException;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.promotion.PromotionException;
import dev.flywheel.registry.promotion.PromotionException.ApprovalPendingException;
import dev.flywheel.registry.promotion.PromotionException.GateFailedException;
import dev.flywheel.registry.promotion.PromotionException.NothingToRollBackToException;
import dev.flywheel.registry.promotion.PromotionException.ReasonMissingException;
import dev.flywheel.registry.promotion.PromotionException.RequestNotFoundException;
import dev.flywheel.registry.promotion.PromotionException.SecondPersonNeededException;
import dev.flywheel.registry.promotion.PromotionException.VersionNotReadyException;
import dev.flywheel.support.problem.Problems;
import java.util.Objects;
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

/// What a refused change of what serves answers.
@RestControllerAdvice({
    "dev.flywheel.registry.promotion.web",
    "dev.flywheel.registry.comparison.web",
    "dev.flywheel.registry.onnx.web",
    "dev.flywheel.registry.reproduction.web",
    "dev.flywheel.registry.lineage.web",
    "dev.flywheel.registry.archive.web"
})
class PromotionProblems {

    private static final Logger LOG = LoggerFactory.getLogger(PromotionProblems.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    @ExceptionHandler
    ProblemDetail answer(PromotionException refused) {
        String detail = Objects.requireNonNullElse(refused.getMessage(), "");
        return switch (refused) {
            case GateFailedException gate -> {
                ProblemDetail problem =
                        conflict("gate-failed", "The version's gate did not pass", detail);
                problem.setProperty("reasons", gate.reasons());
                yield about(problem, gate.model(), gate.version());
            }
            case VersionNotReadyException notReady ->
                    about(
                            conflict("version-not-ready", "The version can't serve", detail),
                            notReady.model(),
                            notReady.version());
            case NothingToRollBackToException nothing -> {
                ProblemDetail problem =
                        conflict("no-earlier-champion", "There is no earlier champion", detail);
                problem.setProperty("model", nothing.model());
                yield problem;
            }
            case ReasonMissingException _ ->
                    Problems.of(
                            HttpStatus.BAD_REQUEST, "reason-missing", "A reason is needed", detail);
            case ApprovalPendingException pending ->
                    about(
                            conflict(
                                    "approval-pending", "The promotion waits for approval", detail),
                            pending.request().model(),
                            pending.request().version());
            case RequestNotFoundException none ->
                    about(
                            Problems.of(
                                    HttpStatus.NOT_FOUND,
                                    "promotion-request-not-found",
                                    "No such promotion waits",
                                    detail),
                            none.model(),
                            none.version());
            case SecondPersonNeededException same -> {
                ProblemDetail problem =
                        Problems.of(
                                HttpStatus.FORBIDDEN,
                                "second-person-needed",
                                "Another person must approve",
                                detail);
                problem.setProperty("requested_by", same.requestedBy());
                yield about(problem, same.model(), same.version());
            }
        };
    }

    @ExceptionHandler
    ProblemDetail answer(ModelException refused) {
        String detail = Objects.requireNonNullElse(refused.getMessage(), "");
        return switch (refused) {
            case ModelNotFoundException _ ->
                    Problems.of(
                            HttpStatus.NOT_FOUND,
                            "model-not-found",
                            "There is no such model",
                            detail);
            case VersionNotFoundException _ ->
                    Problems.of(
                            HttpStatus.NOT_FOUND,
                            "version-not-found",
                            "There is no such version",
                            detail);
            case AliasNotFoundException _ ->
                    Problems.of(
                            HttpStatus.NOT_FOUND,
                            "alias-not-found",
                            "There is no such alias",
                            detail);
            case ModelExistsException _, NameKeptException _ ->
                    conflict("model-exists", "The model exists already", detail);
            case ModelServesException _, VersionServesException _ ->
                    conflict("version-serves", "The version serves", detail);
            case TagWrittenOnceException _ ->
                    conflict("tag-written-once", "The tag is written once", detail);
        };
    }

    @ExceptionHandler
    ProblemDetail answer(InvalidValueException invalid) {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "invalid-value",
                "A value is not allowed",
                Objects.requireNonNullElse(invalid.getMessage(), ""));
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class
    })
    ResponseEntity<ProblemDetail> answerDatabaseAway(RuntimeException away) {
        LOG.warn("The database is away: {}", away.toString());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .body(
                        Problems.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database-unavailable",
                                "The database does not answer",
                                "Nothing was changed. Try again in %s seconds."
                                        .formatted(RETRY_AFTER_SECONDS)));
    }

    private static ProblemDetail about(ProblemDetail problem, String model, int version) {
        problem.setProperty("model", model);
        problem.setProperty("version", version);
        return problem;
    }

    private static ProblemDetail conflict(String slug, String title, String detail) {
        return Problems.of(HttpStatus.CONFLICT, slug, title, detail);
    }
}
