package dev.flywheel.monitoring.profile;

import dev.flywheel.monitoring.MonitoringProperties;
import dev.flywheel.support.client.ServiceClients;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Downloads files of model bundles from the registry's artifact proxy.
@Component
class BundleFiles {

    /// Larger than any reference: 100 features of 256 bins take about 1 MB.
    private static final int MAX_BYTES = 32 << 20;

    private final RestClient registry;

    BundleFiles(ServiceClients clients, MonitoringProperties properties) {
        this.registry = clients.client(properties.registryUrl(), properties.registryTimeout());
    }

    /// @throws ReferenceUnavailableException if the registry does not answer with the file
    byte[] download(String path) {
        try {
            byte[] content =
                    registry.get()
                            .uri("/api/2.0/mlflow-artifacts/artifacts/" + path)
                            .exchange((_, response) -> {
                                if (!response.getStatusCode().is2xxSuccessful()) {
                                    throw new ReferenceUnavailableException(
                                            path,
                                            "the registry answers " + response.getStatusCode());
                                }
                                return response.getBody().readNBytes(MAX_BYTES + 1);
                            });
            if (content == null || content.length > MAX_BYTES) {
                throw new ReferenceUnavailableException(
                        path, "it is empty or larger than " + MAX_BYTES + " bytes");
            }
            return content;
        } catch (RestClientException e) {
            throw new ReferenceUnavailableException(
                    path, "the registry does not answer: " + e.getMessage());
        }
    }
}
