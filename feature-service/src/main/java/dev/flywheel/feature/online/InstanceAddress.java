package dev.flywheel.feature.online;

import dev.flywheel.feature.FeatureProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Where other instances reach this one.
@Component
public final class InstanceAddress {

    private static final String PORT = "8082";

    private final String named;
    private final Environment environment;

    InstanceAddress(FeatureProperties properties, Environment environment) {
        this.named = properties.address();
        this.environment = environment;
    }

    /// As it was set, else this machine's address and the port, which is known once this instance
    /// listens.
    public String value() {
        if (!named.isEmpty()) {
            return named;
        }
        String port =
                environment.getProperty(
                        "local.server.port", environment.getProperty("server.port", PORT));
        return host() + ":" + port;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException _) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
