package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.DeliveryMessage;
import dev.flywheel.registry.mlflow.wire.MlflowException;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.mlflow.wire.WebhookMessage;
import dev.flywheel.registry.webhook.EventType;
import dev.flywheel.registry.webhook.TestResult;
import dev.flywheel.registry.webhook.Webhook;
import dev.flywheel.registry.webhook.WebhookSettings;
import dev.flywheel.registry.webhook.Webhooks;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// MLflow 3's webhooks, and the log of their deliveries.
@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/webhooks")
class WebhookController {

    private static final int PAGE = 100;
    private static final int GREATEST_PAGE = 1_000;

    private final Webhooks webhooks;

    WebhookController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @PostMapping
    Map<String, Object> create(MlflowRequest request) {
        request.required("name");
        request.required("url");
        if (request.list("events").isEmpty()) {
            throw MlflowException.missing("events");
        }
        return answer(webhooks.create(settings(request)));
    }

    @GetMapping
    Map<String, Object> list(MlflowRequest request) {
        PageAsked page = PageAsked.of("webhooks", request, PAGE, GREATEST_PAGE);
        return page.answer(webhooks.list(page.lookAhead(), page.offset()), WebhookMessage::of);
    }

    @GetMapping("/{id}")
    Map<String, Object> get(@PathVariable String id) {
        return answer(webhooks.get(id));
    }

    @PatchMapping("/{id}")
    Map<String, Object> update(@PathVariable String id, MlflowRequest request) {
        return answer(webhooks.update(id, settings(request)));
    }

    @DeleteMapping("/{id}")
    Map<String, Object> delete(@PathVariable String id) {
        webhooks.delete(id);
        return Map.of();
    }

    @PostMapping("/{id}/test")
    Map<String, TestResult> test(@PathVariable String id, MlflowRequest request) {
        return Map.of(
                "result",
                webhooks.test(
                        id,
                        request.list("event").stream().findFirst().map(WebhookController::event)));
    }

    @GetMapping("/{id}/deliveries")
    Map<String, Object> deliveries(@PathVariable String id, MlflowRequest request) {
        PageAsked page = PageAsked.of("deliveries", request, PAGE, GREATEST_PAGE);
        return page.answer(
                webhooks.deliveries(id, page.lookAhead(), page.offset()), DeliveryMessage::of);
    }

    private static WebhookSettings settings(MlflowRequest request) {
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        request.list("events").forEach(event -> events.add(event(event)));
        request.texts("flywheel_events").forEach(name -> events.add(EventType.of(name)));
        return new WebhookSettings(
                request.text("name"),
                request.text("description"),
                request.text("url"),
                events,
                request.text("secret"),
                request.oneOf(Webhook.Status.class, "status"));
    }

    private static EventType event(MlflowRequest event) {
        return EventType.of(event.required("entity"), event.required("action"));
    }

    private static Map<String, Object> answer(Webhook webhook) {
        return Map.of("webhook", WebhookMessage.of(webhook));
    }
}
