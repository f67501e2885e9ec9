package dev.flywheel.registry.promotion.web;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.promotion.Approvals;
import dev.flywheel.registry.promotion.Promotions;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The second pair of eyes.
@RestController
@SuppressWarnings("RequestMappingAnnotation") // the principal needs no annotation
@RequestMapping("/models/{model}")
class ApprovalController {

    private final Promotions promotions;
    private final Approvals approvals;

    ApprovalController(Promotions promotions, Approvals approvals) {
        this.promotions = promotions;
        this.approvals = approvals;
    }

    @GetMapping("/approvals")
    List<ApprovalResponse> pending(@PathVariable String model) {
        return approvals.pending(model).stream().map(ApprovalResponse::of).toList();
    }

    @PostMapping("/versions/{version}/approve")
    ModelServing approve(
            @PathVariable String model,
            @PathVariable String version,
            @RequestBody(required = false) @Nullable ChangeRequest request,
            Principal caller) {
        return promotions.approve(
                model, Names.version(version), ChangeRequest.change(request, caller));
    }

    @PostMapping("/versions/{version}/reject")
    ApprovalResponse reject(
            @PathVariable String model,
            @PathVariable String version,
            @RequestBody(required = false) @Nullable ChangeRequest request,
            Principal caller) {
        return ApprovalResponse.of(
                approvals.reject(
                        model, Names.version(version), ChangeRequest.change(request, caller)));
    }
}
