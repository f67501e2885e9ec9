package dev.flywheel.standalone;

import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Nine neighbouring loopback ports: the six services, then Kafka's two and PostgreSQL's.
public record Ports(int base) {

    public static final int DEFAULT_BASE = 8081;

    private static final int LOWEST_FREE = 10_000;
    private static final int HIGHEST_FREE = 32_000;

    public Ports {
        if (base < 1 || base > 65_526) {
            throw new StandaloneException(
                    "FLYWHEEL_PORT_BASE is %d; choose one between 1 and 65526.".formatted(base));
        }
    }

    /// Some that nobody uses, below the ports that systems give to outgoing connections: those come
    /// and go between a look and a start.
    ///
    /// @throws StandaloneException if hundred random looks found none
    public static Ports free() {
        return RandomGenerator.getDefault()
                .ints(100, LOWEST_FREE, HIGHEST_FREE)
                .mapToObj(Ports::new)
                .filter(ports -> ports.all().values().stream().allMatch(Ports::isFree))
                .findFirst()
                .orElseThrow(() ->
                        new StandaloneException(
                                "No nine neighbouring ports are free between %d and %d."
                                        .formatted(LOWEST_FREE, HIGHEST_FREE)));
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
                                .formatted(port, name, free().base()));
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
