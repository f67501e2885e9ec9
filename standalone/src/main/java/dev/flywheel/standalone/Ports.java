package dev.flywheel.standalone;

import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/// Nine neighbouring loopback ports: the six services, then Kafka's two and PostgreSQL's.
public record Ports(int base) {

    public static final int DEFAULT_BASE = 8081;

    public Ports {
        if (base < 1 || base > 65_526) {
            throw new StandaloneException(
                    "FLYWHEEL_PORT_BASE is %d; choose one between 1 and 65526.".formatted(base));
        }
    }

    public int of(ServiceName service) {
        return base + service.portOffset();
    }

    public int kafka() {
        return base + 6;
    }

    public int kafkaController() {
        return base + 7;
    }

    public int postgres() {
        return base + 8;
    }

    /// Every port by the name of who listens there.
    public Map<String, Integer> all() {
        Map<String, Integer> all = new LinkedHashMap<>();
        for (ServiceName service : ServiceName.values()) {
            all.put(service.shortName(), of(service));
        }
        all.put("kafka", kafka());
        all.put("kafka's controller", kafkaController());
        all.put("postgres", postgres());
        return all;
    }

    /// Makes sure that nobody listens on any of them.
    ///
    /// @throws StandaloneException if another program does
    public void requireFree() {
        all().forEach((name, port) -> {
            if (!isFree(port)) {
                throw new StandaloneException(
                        ("Port %d, needed for %s, is taken by another program: stop it,"
                                        + " or choose other ports with FLYWHEEL_PORT_BASE=%d.")
                                .formatted(port, name, base + 1000));
            }
        });
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
