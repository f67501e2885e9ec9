package dev.flywheel.registry.webhook;

/// Why a request about a webhook was refused.
public abstract sealed class WebhookException extends RuntimeException {

    private WebhookException(String message) {
        super(message);
    }

    /// There is no such webhook.
    public static final class WebhookNotFoundException extends WebhookException {

        WebhookNotFoundException(String id) {
            super("Webhook with ID %s not found.".formatted(id));
        }
    }

    /// The registry sends nothing to such a URL.
    public static final class UrlRefusedException extends WebhookException {

        UrlRefusedException(String url, String expected) {
            super("Invalid webhook URL '%s': %s".formatted(url, expected));
        }
    }
}
