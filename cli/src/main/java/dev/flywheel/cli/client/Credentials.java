package dev.flywheel.cli.client;

import dev.flywheel.contracts.Scope;
import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.security.TokenIssuer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The token that the command line shows: `FLYWHEEL_TOKEN`, or one that this installation signs.
public final class Credentials {

    public static final List<String> ALL_SCOPES =
            List.of(
                    Scope.EVENTS_WRITE,
                    Scope.FEATURES_READ,
                    Scope.ERASURES_WRITE,
                    Scope.RUNS_WRITE,
                    Scope.MODELS_READ,
                    Scope.MODELS_WRITE,
                    Scope.MODELS_PROMOTE,
                    Scope.WEBHOOKS_WRITE,
                    Scope.PREDICT,
                    Scope.MONITORING_READ);

    public static final Duration VALIDITY = Duration.ofHours(12);

    private Credentials() {}

    /// The token to show.
    ///
    /// @throws StandaloneException if there is neither
    public static String token(Map<String, String> environment, Home home, InstantSource clock)
            throws IOException {
        String given = environment.getOrDefault("FLYWHEEL_TOKEN", "");
        return given.isEmpty() ? sign(home, ALL_SCOPES, VALIDITY, clock) : given;
    }

    /// A new token of this installation.
    ///
    /// @throws StandaloneException if this installation was never started
    public static String sign(
            Home home, Collection<String> scopes, Duration validity, InstantSource clock)
            throws IOException {
        if (!TokenIssuer.hasKey(home.keys())) {
            throw new StandaloneException(
                    "There is no key in %s yet: run ./flywheel up first, or set FLYWHEEL_TOKEN."
                            .formatted(home.keys()));
        }
        return TokenIssuer.open(home.keys(), clock)
                .token(System.getProperty("user.name", "user"), scopes, validity);
    }
}
