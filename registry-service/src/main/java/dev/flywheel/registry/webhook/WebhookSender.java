package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.webhook.Outcome.Answered;
import dev.flywheel.registry.webhook.Outcome.Refused;
import dev.flywheel.registry.webhook.Outcome.Unreachable;
import dev.flywheel.registry.webhook.Shipment.Target;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Posts to the URLs of strangers: it follows no redirect, keeps no cookie, unpacks nothing, reads
/// the beginning of an answer only, and gives up when its time is over, however slowly bytes drip.
@Component
class WebhookSender {

    static final String SIGNATURE = "X-MLflow-Signature";
    static final String DELIVERY_ID = "X-MLflow-Delivery-Id";
    static final String TIMESTAMP = "X-MLflow-Timestamp";

    private static final int ANSWER_BYTES = 4_096;
    private static final int CONNECTIONS = 64;

    private final CloseableHttpClient client;
    private final Duration timeout;
    private final Clock clock;

    WebhookSender(UrlRules rules, RegistryProperties properties, Clock clock) {
        this.timeout = properties.webhooks().timeout();
        this.clock = clock;
        this.client = client(rules, Timeout.of(timeout));
    }

    private static CloseableHttpClient client(UrlRules rules, Timeout timeout) {
        ConnectionConfig connections =
                ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build();
        RequestConfig requests =
                RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .build();
        return HttpClients.custom()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setDnsResolver(rules)
                                .setDefaultConnectionConfig(connections)
                                .setMaxConnTotal(CONNECTIONS)
                                .setMaxConnPerRoute(CONNECTIONS)
                                .build())
                .setDefaultRequestConfig(requests)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("flywheel-registry")
                .build();
    }

    Outcome send(Target target, UUID deliveryId, String body) {
        HttpPost post = post(target, deliveryId, body);
        CompletableFuture<Void> deadline =
                CompletableFuture.runAsync(
                        post::cancel,
                        CompletableFuture.delayedExecutor(
                                timeout.toMillis(), TimeUnit.MILLISECONDS));
        // Closed without reading the rest of it, which may have no end.
        try (ClassicHttpResponse response = client.executeOpen(null, post, null)) {
            return new Answered(response.getCode(), beginning(response), retryAfter(response));
        } catch (UrlRules.AddressRefusedException refused) {
            return new Refused(String.valueOf(refused.getMessage()));
        } catch (IOException e) {
            return new Unreachable(
                    post.isCancelled()
                            ? "No answer within %d ms".formatted(timeout.toMillis())
                            : e.toString());
        } finally {
            deadline.cancel(false);
        }
    }

    private HttpPost post(Target target, UUID deliveryId, String body) {
        long timestamp = clock.instant().getEpochSecond();
        HttpPost post = new HttpPost(target.url());
        post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        post.setHeader(DELIVERY_ID, deliveryId.toString());
        post.setHeader(TIMESTAMP, Long.toString(timestamp));
        if (!target.secret().isEmpty()) {
            post.setHeader(
                    SIGNATURE,
                    Signature.of(target.secret(), deliveryId.toString(), timestamp, body));
        }
        return post;
    }

    private static String beginning(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        InputStream content = entity.getContent();
        return content == null
                ? ""
                : new String(content.readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8);
    }

    private static @Nullable Duration retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null || !header.getValue().matches("\\d{1,6}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(header.getValue()));
    }

    @PreDestroy
    void close() throws IOException {
        client.close();
    }
}
