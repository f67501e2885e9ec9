package dev.flywheel.feature.online;

import dev.flywheel.support.client.ServiceClients;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// The other instances of this service: each keeps the states of its own partitions, and is asked
/// for them by the rest.
@Component
public final class OtherInstances {

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final String STATE = "/pipelines/{pipeline}/feature-sets/{set}/state?key={key}";

    private final ServiceClients clients;
    private final Map<String, RestClient> byAddress = new ConcurrentHashMap<>();

    OtherInstances(ServiceClients clients) {
        this.clients = clients;
    }

    /// A state of another instance; null if nothing happened to it yet.
    ///
    /// @param address of that instance, such as `10.1.2.3:8082`
    /// @throws OnlineStateAwayException if that instance does not tell
    public byte @Nullable [] find(
            String address, String pipeline, String featureSet, String stateKey) {
        try {
            return byAddress
                    .computeIfAbsent(
                            address, at -> clients.client(URI.create("http://" + at), ANSWER))
                    .get()
                    .uri(STATE, pipeline, featureSet, stateKey)
                    .retrieve()
                    .body(byte[].class);
        } catch (RestClientException e) {
            throw OnlineStateAwayException.elsewhere(
                    pipeline, address, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }
}
