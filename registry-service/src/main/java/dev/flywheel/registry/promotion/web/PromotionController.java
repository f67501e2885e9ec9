package dev.flywheel.registry.promotion.web;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.promotion.AuditEntry;
import dev.flywheel.registry.promotion.PromotionException.ApprovalPendingException;
import dev.flywheel.registry.promotion.Promotions;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // the principal needs no annotation
@RequestMapping("/models/{model}")
class PromotionController {

    private static final int MOST_ENTRIES = 1_000;

    private final Promotions promotions;

    PromotionController(Promotions promotions) {
        this.promotions = promotions;
    }

    @GetMapping
    ModelServing serving(@PathVariable String model) {
        return promotions.serving(model);
    }

    @GetMapping("/audit")
    List<AuditEntry> audit(
            @PathVariable String model, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST_ENTRIES) {
            throw new InvalidValueException(
                    "The parameter limit is %d; it must be between 1 and %d"
                            .formatted(limit, MOST_ENTRIES));
        }
        return promotions.audit(model, limit);
    }

    @PostMapping("/versions/{version}/promote")
    ResponseEntity<?> promote(
            @PathVariable String model,
            @PathVariable String version,
            @RequestBody(required = false) @Nullable ChangeRequest request,
            Principal caller) {
        try {
            return ResponseEntity.ok(
                    promotions.promote(
                            model, Names.version(version), ChangeRequest.change(request, caller)));
        } catch (ApprovalPendingException pending) {
            return ResponseEntity.accepted().body(ApprovalResponse.of(pending.request()));
        }
    }

    @PostMapping("/rollback")
    ModelServing rollBack(
            @PathVariable String model,
            @RequestBody(required = false) @Nullable ChangeRequest request,
            Principal caller) {
        return promotions.rollBack(model, ChangeRequest.change(request, caller));
    }
}
