package dev.flywheel.registry.promotion;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.promotion.AuditEntry.Action;
import dev.flywheel.registry.promotion.AuditEntry.Move;
import dev.flywheel.registry.promotion.PromotionException.RequestNotFoundException;
import dev.flywheel.registry.promotion.PromotionRequest.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/// Keeps the promotions that wait for a second person. Each of its changes is audited.
@Component
public class Approvals {

    private static final String REGISTRY = "registry";

    private final ModelRegistry registry;
    private final PromotionRequests requests;
    private final AuditLog audit;
    private final RegistryProperties.Approval properties;
    private final TransactionOperations transactions;
    private final Clock clock;

    Approvals(
            ModelRegistry registry,
            PromotionRequests requests,
            AuditLog audit,
            RegistryProperties properties,
            TransactionOperations transactions,
            Clock clock) {
        this.registry = registry;
        this.requests = requests;
        this.audit = audit;
        this.properties = properties.approval();
        this.transactions = transactions;
        this.clock = clock;
    }

    /// The promotions of a model that wait, the oldest first.
    @Transactional(readOnly = true)
    public List<PromotionRequest> pending(String name) {
        Instant now = clock.instant();
        return pending(registry.model(name)).stream()
                .filter(request -> !request.isOverdue(now))
                .toList();
    }

    /// Turns a request down; whoever asked may take it back so, too.
    ///
    /// @param change with a reason
    @Transactional
    public PromotionRequest reject(String name, int number, Change change) {
        if (change.why().isEmpty()) {
            throw new PromotionException.ReasonMissingException("A rejection");
        }
        RegisteredModel model = registry.lock(name);
        PromotionRequest request = require(model, number);
        decide(model, request, Status.REJECTED, change);
        return request;
    }

    /// Lets those lapse that have waited too long, in whichever model.
    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    public void lapseOverdue() {
        for (String name : requests.findModelsWithOverdue(clock.instant())) {
            transactions.executeWithoutResult(_ -> lapseOverdue(registry.lock(name)));
        }
    }

    /// The request for a version that waits. The caller holds the model's row.
    Optional<PromotionRequest> find(RegisteredModel model, int number) {
        lapseOverdue(model);
        return pending(model).stream().filter(request -> request.version() == number).findFirst();
    }

    PromotionRequest require(RegisteredModel model, int number) {
        return find(model, number)
                .orElseThrow(() -> new RequestNotFoundException(model.name(), number));
    }

    PromotionRequest request(RegisteredModel model, int number, Change change, Gate gate) {
        PromotionRequest request =
                requests.saveAndFlush(
                        new PromotionRequest(
                                model,
                                number,
                                change,
                                gate,
                                clock.instant(),
                                properties.lapseAfter()));
        audit(model, Action.PROMOTION_REQUESTED, request, change);
        return request;
    }

    /// @throws PromotionException.SecondPersonNeededException if it is no other person
    void approve(RegisteredModel model, PromotionRequest request, Change change) {
        if (!mayApprove(request, change)) {
            throw new PromotionException.SecondPersonNeededException(
                    model.name(), request.version(), request.requestedBy());
        }
        decide(model, request, Status.APPROVED, change);
    }

    boolean mayApprove(PromotionRequest request, Change change) {
        return !change.who().equals(request.requestedBy())
                && !properties.serviceAccounts().contains(change.who());
    }

    /// Lets all requests of a model lapse.
    ///
    /// @param because who did what to it
    void lapseAll(RegisteredModel model, Change because) {
        pending(model).forEach(request -> decide(model, request, Status.LAPSED, because));
    }

    /// Lets the request for a version lapse.
    void lapse(RegisteredModel model, int number, Change because) {
        find(model, number).ifPresent(request -> decide(model, request, Status.LAPSED, because));
    }

    private void lapseOverdue(RegisteredModel model) {
        Instant now = clock.instant();
        Change because = new Change(REGISTRY, "Nobody approved it in time", false);
        pending(model).stream()
                .filter(request -> request.isOverdue(now))
                .forEach(request -> decide(model, request, Status.LAPSED, because));
    }

    private List<PromotionRequest> pending(RegisteredModel model) {
        return requests.findByModelAndStatusOrderById(model, Status.PENDING);
    }

    private void decide(
            RegisteredModel model, PromotionRequest request, Status decision, Change change) {
        request.decide(decision, change, clock.instant());
        requests.saveAndFlush(request);
        audit(model, action(decision), request, change);
    }

    private void audit(
            RegisteredModel model, Action action, PromotionRequest request, Change change) {
        Move move =
                new Move(
                        action,
                        ModelServing.CHAMPION,
                        model.aliased(ModelServing.CHAMPION).orElse(null),
                        request.version(),
                        request.isForced(),
                        request.gate(),
                        null);
        audit.append(model, move, change);
    }

    private static Action action(Status decision) {
        return switch (decision) {
            case PENDING -> Action.PROMOTION_REQUESTED;
            case APPROVED -> Action.PROMOTION_APPROVED;
            case REJECTED -> Action.PROMOTION_REJECTED;
            case LAPSED -> Action.PROMOTION_LAPSED;
        };
    }
}
