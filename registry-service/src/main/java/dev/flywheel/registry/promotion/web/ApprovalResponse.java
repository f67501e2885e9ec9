package dev.flywheel.registry.promotion.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.promotion.PromotionRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A promotion that waits for a second person, or what became of it.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApprovalResponse(
        String model,
        int version,
        PromotionRequest.Status status,
        Requested requested,
        Instant lapsesAt,
        @Nullable Decided decided) {

    static ApprovalResponse of(PromotionRequest request) {
        String decidedBy = request.decidedBy();
        return new ApprovalResponse(
                request.model(),
                request.version(),
                request.status(),
                new Requested(
                        request.requestedBy(),
                        request.requestedAt(),
                        request.reason(),
                        request.isForced(),
                        request.gate()),
                request.lapsesAt(),
                decidedBy == null
                        ? null
                        : new Decided(decidedBy, request.decidedAt(), request.decisionReason()));
    }

    /// Who asked, and for what.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Requested(String by, Instant at, @Nullable String reason, boolean forced, String gate) {}

    /// Who decided, and why.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Decided(String by, @Nullable Instant at, @Nullable String reason) {}
}
