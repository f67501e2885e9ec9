package dev.flywheel.support.client;

import dev.flywheel.support.FlywheelProperties;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/// Builds the clients with which a service calls another one, as itself.
public final class ServiceClients {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final RestClient.Builder builder;
    private final ServiceToken token;

    public ServiceClients(RestClient.Builder builder, FlywheelProperties properties) {
        this.builder = builder;
        this.token = new ServiceToken(properties.serviceTokenFile());
    }

    /// A client of the service at that address.
    ///
    /// @param readTimeout how long one answer may take
    public RestClient client(URI baseUrl, Duration readTimeout) {
        HttpClient http =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(readTimeout);
        return builder.clone()
                .baseUrl(baseUrl)
                .requestFactory(requests)
                .requestInterceptor((request, body, execution) -> {
                    token.value()
                            .ifPresent(value ->
                                    request.getHeaders()
                                            .set(HttpHeaders.AUTHORIZATION, "Bearer " + value));
                    return execution.execute(request, body);
                })
                .build();
    }
}
