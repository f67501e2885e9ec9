package dev.flywheel.registry.mlflow.web;

import dev.flywheel.contracts.artifact.ArtifactNotFoundException;
import dev.flywheel.registry.artifact.ArtifactException;
import dev.flywheel.registry.artifact.ArtifactException.ArtifactSealedException;
import dev.flywheel.registry.artifact.ArtifactException.ArtifactTooLargeException;
import dev.flywheel.registry.artifact.ArtifactException.NoSuchArtifactException;
import dev.flywheel.registry.artifact.ArtifactException.WrongDigestException;
import dev.flywheel.registry.mlflow.wire.ErrorCode;
import dev.flywheel.registry.mlflow.wire.MlflowError;
import dev.flywheel.registry.mlflow.wire.MlflowException;
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
import dev.flywheel.registry.search.InvalidQueryException;
import dev.flywheel.registry.tracking.TrackingException;
import dev.flywheel.registry.tracking.TrackingException.DefaultExperimentException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentExistsException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentNotActiveException;
import dev.flywheel.registry.tracking.TrackingException.ExperimentNotFoundException;
import dev.flywheel.registry.tracking.TrackingException.ParamChangedException;
import dev.flywheel.registry.tracking.TrackingException.RunNotActiveException;
import dev.flywheel.registry.tracking.TrackingException.RunNotFoundException;
import dev.flywheel.registry.tracking.TrackingException.TagNotFoundException;
import dev.flywheel.registry.webhook.WebhookException;
import dev.flywheel.registry.webhook.WebhookException.UrlRefusedException;
import dev.flywheel.registry.webhook.WebhookException.WebhookNotFoundException;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// What a refused call of MLflow's API answers: MLflow's status, error code and message.
@RestControllerAdvice(basePackageClasses = MlflowErrors.class)
class MlflowErrors {

    private static final Logger LOG = LoggerFactory.getLogger(MlflowErrors.class);

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(MlflowException refused) {
        return answer(refused.code(), refused);
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(InvalidValueException invalid) {
        return answer(ErrorCode.INVALID_PARAMETER_VALUE, invalid);
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(InvalidQueryException invalid) {
        return answer(ErrorCode.INVALID_PARAMETER_VALUE, invalid);
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(TrackingException refused) {
        ErrorCode code =
                switch (refused) {
                    case ExperimentNotFoundException _,
                            RunNotFoundException _,
                            TagNotFoundException _ ->
                            ErrorCode.RESOURCE_DOES_NOT_EXIST;
                    case ExperimentExistsException _ -> ErrorCode.RESOURCE_ALREADY_EXISTS;
                    case RunNotActiveException _,
                            ExperimentNotActiveException _,
                            DefaultExperimentException _,
                            ParamChangedException _ ->
                            ErrorCode.INVALID_PARAMETER_VALUE;
                };
        return answer(code, refused);
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(ModelException refused) {
        ErrorCode code =
                switch (refused) {
                    case ModelNotFoundException _, VersionNotFoundException _ ->
                            ErrorCode.RESOURCE_DOES_NOT_EXIST;
                    case ModelExistsException _, NameKeptException _ ->
                            ErrorCode.RESOURCE_ALREADY_EXISTS;
                    case AliasNotFoundException _, TagWrittenOnceException _ ->
                            ErrorCode.INVALID_PARAMETER_VALUE;
                    case ModelServesException _, VersionServesException _ ->
                            ErrorCode.RESOURCE_CONFLICT;
                };
        return answer(code, refused);
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(ArtifactException refused) {
        return switch (refused) {
            case NoSuchArtifactException _ -> answer(ErrorCode.RESOURCE_DOES_NOT_EXIST, refused);
            case ArtifactSealedException _ -> answer(ErrorCode.RESOURCE_CONFLICT, refused);
            case WrongDigestException _ -> answer(ErrorCode.INVALID_PARAMETER_VALUE, refused);
            case ArtifactTooLargeException _ ->
                    answer(
                            HttpStatus.CONTENT_TOO_LARGE.value(),
                            ErrorCode.INVALID_PARAMETER_VALUE,
                            Objects.requireNonNullElse(refused.getMessage(), ""));
        };
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(PromotionException refused) {
        return answer(ErrorCode.RESOURCE_CONFLICT, refused);
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(WebhookException refused) {
        ErrorCode code =
                switch (refused) {
                    case WebhookNotFoundException _ -> ErrorCode.RESOURCE_DOES_NOT_EXIST;
                    case UrlRefusedException _ -> ErrorCode.INVALID_PARAMETER_VALUE;
                };
        return answer(code, refused);
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(ArtifactNotFoundException lost) {
        LOG.error("The artifact store has lost {}", lost.digest());
        return answer(
                ErrorCode.DATA_LOSS.status(),
                ErrorCode.DATA_LOSS,
                "The artifact store no longer has this file.");
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(IOException failed) {
        LOG.atWarn().setCause(failed).log("An artifact could not be read or stored");
        return answer(
                ErrorCode.INTERNAL_ERROR.status(),
                ErrorCode.INTERNAL_ERROR,
                "The artifact could not be read or stored.");
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class
    })
    ResponseEntity<MlflowError> answerDatabaseAway(RuntimeException failed) {
        LOG.warn("The database is away: {}", failed.toString());
        return answer(
                ErrorCode.TEMPORARILY_UNAVAILABLE.status(),
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The registry's database is away. Try again.");
    }

    @ExceptionHandler
    ResponseEntity<MlflowError> answer(RuntimeException failed) {
        LOG.atError().setCause(failed).log("A call of MLflow's API failed");
        return answer(
                ErrorCode.INTERNAL_ERROR.status(),
                ErrorCode.INTERNAL_ERROR,
                "The registry failed to answer. Its log says why.");
    }

    private static ResponseEntity<MlflowError> answer(ErrorCode code, RuntimeException refused) {
        return answer(code.status(), code, Objects.requireNonNullElse(refused.getMessage(), ""));
    }

    private static ResponseEntity<MlflowError> answer(int status, ErrorCode code, String message) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new MlflowError(code, message));
    }
}
