package dev.flywheel.cli.client;

import dev.flywheel.standalone.Ports;
import dev.flywheel.standalone.service.ServiceName;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;

/// Where each service answers.
public record Endpoints(Map<ServiceName, URI> urls) {

    /// From variables such as `REGISTRY_URL`; what is not set is on this machine.
    public static Endpoints from(Map<String, String> environment, Ports ports) {
        Map<ServiceName, URI> urls = new EnumMap<>(ServiceName.class);
        for (ServiceName service : ServiceName.values()) {
            String url = environment.getOrDefault(service.name() + "_URL", "");
            urls.put(
                    service,
                    URI.create(url.isEmpty() ? "http://127.0.0.1:" + ports.of(service) : url));
        }
        return new Endpoints(urls);
    }

    /// With others in the place of some.
    public Endpoints with(Map<ServiceName, URI> others) {
        Map<ServiceName, URI> all = new EnumMap<>(urls);
        all.putAll(others);
        return new Endpoints(all);
    }

    URI of(ServiceName service, String path) {
        return URI.create(url(service) + path);
    }

    public String url(ServiceName service) {
        return String.valueOf(urls.get(service));
    }
}
