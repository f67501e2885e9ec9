package dev.flywheel.ingestion.delivery.web;

import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.BufferFullException;
import dev.flywheel.ingestion.delivery.DeliveryException;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import dev.flywheel.support.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers callers whose input could not be delivered.
@RestControllerAdvice
class DeliveryProblems {

    private final String retryAfter;

    DeliveryProblems(IngestionProperties properties) {
        this.retryAfter = Long.toString(Math.max(1, properties.retryAfter().toSeconds()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> answer(DeliveryException e) {
        ProblemDetail problem =
                switch (e) {
                    case BufferFullException _ ->
                            Problems.of(
                                    HttpStatus.TOO_MANY_REQUESTS,
                                    "buffer-full",
                                    "More comes in than can be written",
                                    "Nothing of this request counts as accepted; send it again"
                                            + " after "
                                            + retryAfter
                                            + " s");
                    case KafkaAwayException _ ->
                            Problems.of(
                                    HttpStatus.SERVICE_UNAVAILABLE,
                                    "kafka-away",
                                    "Events can't be written now",
                                    "Nothing of this request counts as accepted: Kafka did not"
                                            + " acknowledge it. Send it again, with the same"
                                            + " event ids");
                    case MessageTooLargeException _ ->
                            Problems.of(
                                    HttpStatus.CONTENT_TOO_LARGE,
                                    "body-too-large",
                                    "An input is larger than Kafka takes",
                                    e.getMessage()
                                            + ". Nothing of this request counts as accepted");
                };
        return ResponseEntity.status(problem.getStatus())
                .header(HttpHeaders.RETRY_AFTER, retryAfter)
                .body(problem);
    }
}
