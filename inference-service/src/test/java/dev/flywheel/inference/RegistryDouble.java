package dev.flywheel.inference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// The registry's artifact proxy over a directory, for whoever shows the service's token.
final class RegistryDouble implements AutoCloseable {

    static final String TOKEN = "inference-service-token";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

    private final HttpServer server;
    private final Path directory;
    private final AtomicInteger requests = new AtomicInteger();

    RegistryDouble(Path directory) throws IOException {
        this.directory = directory;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(ARTIFACTS, this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        Path file =
                directory.resolve(exchange.getRequestURI().getPath().substring(ARTIFACTS.length()));
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        try (exchange) {
            if (!("Bearer " + TOKEN).equals(token)) {
                exchange.sendResponseHeaders(401, -1);
            } else if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] bytes = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
