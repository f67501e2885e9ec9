package dev.flywheel.support.security;

import dev.flywheel.contracts.Json;
import dev.flywheel.support.FlywheelProperties;
import dev.flywheel.support.problem.ProblemWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/// Makes a service an OAuth2 resource server that opens only health, Prometheus and the API's
/// description.
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

    private static final String[] OPEN = {
        "/actuator/health/**", "/actuator/prometheus", "/v3/api-docs/**", "/error"
    };

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(FlywheelProperties properties, Clock clock) {
        FlywheelProperties.Jwt jwt = properties.jwt();
        Path key = jwt.publicKey();
        if (key != null) {
            return new CachingJwtDecoder(
                    NimbusJwtDecoder.withPublicKey(publicKey(key)).build(), clock);
        }
        URI issuer = jwt.issuerUri();
        if (issuer != null) {
            // Asked at the first token, so that a service starts while its issuer is away.
            return new CachingJwtDecoder(
                    new SupplierJwtDecoder(
                            () -> NimbusJwtDecoder.withIssuerLocation(issuer.toString()).build()),
                    clock);
        }
        throw new IllegalStateException(
                "No token can be verified: set FLYWHEEL_JWT_PUBLIC_KEY to a PEM file or"
                        + " FLYWHEEL_JWT_ISSUER_URI to an OpenID Connect issuer");
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemWriter problemWriter() {
        return (_, response, problem) -> {
            response.setStatus(problem.getStatus());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(Json.bytes(ProblemJson.of(problem)));
        };
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http, ScopeRules rules, ProblemWriter writer) {
        SecurityProblems problems = new SecurityProblems(rules, writer);
        return http.authorizeHttpRequests(
                        requests -> {
                            requests.requestMatchers(OPEN).permitAll();
                            for (ScopeRules.Rule rule : rules.rules()) {
                                if (rule.anyOf().isEmpty()) {
                                    requests.requestMatchers(rule.matcher()).permitAll();
                                } else {
                                    requests.requestMatchers(rule.matcher())
                                            .hasAnyAuthority(rule.authorities());
                                }
                            }
                            requests.anyRequest().denyAll();
                        })
                .oauth2ResourceServer(server ->
                        server.jwt(_ -> {})
                                .authenticationEntryPoint(problems)
                                .accessDeniedHandler(problems))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                // Tokens, not cookies: no session to ride on.
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    private static RSAPublicKey publicKey(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            RSAPublicKey key = RsaKeyConverters.x509().convert(pem);
            if (key == null) {
                throw new IllegalStateException(
                        "FLYWHEEL_JWT_PUBLIC_KEY names "
                                + file
                                + ", which holds no PEM public key");
            }
            return key;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "FLYWHEEL_JWT_PUBLIC_KEY names "
                            + file
                            + ", which is no readable PEM public key",
                    e);
        }
    }
}
