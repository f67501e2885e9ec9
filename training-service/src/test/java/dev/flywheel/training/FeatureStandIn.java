package dev.flywheel.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Speaks the feature service's side of snapshots: each is `RUNNING` when asked for, and made when
/// looked at.
final class FeatureStandIn implements AutoCloseable {

    private static final String PAIRED = "paired";

    private final HttpServer server;
    private final List<SnapshotRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable SnapshotManifest manifest;
    private volatile @Nullable SnapshotManifest paired;
    private volatile @Nullable String failure;
    private volatile boolean held;
    private volatile int status = 200;

    FeatureStandIn() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String pipeline : List.of("clicks", "payments", "spendings", "tuned", "hurried")) {
            server.createContext("/pipelines/" + pipeline + "/archive", this::archive);
            server.createContext("/pipelines/" + pipeline + "/snapshots", this::snapshots);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void gives(SnapshotManifest next) {
        manifest = next;
        paired = null;
        failure = null;
        held = false;
        status = 200;
    }

    /// What a snapshot by another pipeline file holds; none can be made before.
    void givesPaired(SnapshotManifest next) {
        paired = next;
    }

    void fails(String error) {
        failure = error;
    }

    /// Lets snapshots stay in the making until the next [#gives].
    void holds() {
        held = true;
    }

    /// Answers everything with that status.
    void answers(int code) {
        status = code;
    }

    List<SnapshotRequest> requests() {
        return List.copyOf(requests);
    }

    private void archive(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                Map.of(
                        "events", 2000,
                        "entity_versions", 20,
                        "position", 2000,
                        "watermark", "2026-02-01T00:00:00Z",
                        "rows_prepared", 2000,
                        "late_events", 0));
    }

    private void snapshots(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            SnapshotRequest asked =
                    Json.read(exchange.getRequestBody().readAllBytes(), SnapshotRequest.class);
            requests.add(asked);
            String id = asked.pipelineFile() == null ? "s1" : PAIRED;
            answer(exchange, 202, Map.of("id", id, "status", "RUNNING"));
            return;
        }
        boolean isPaired = exchange.getRequestURI().getPath().endsWith(PAIRED);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("id", isPaired ? PAIRED : "s1");
        SnapshotManifest made = isPaired ? paired : manifest;
        String error =
                isPaired && made == null ? "The archive has no 'click' in that range" : failure;
        if (error != null) {
            state.put("status", "FAILED");
            state.put("error", error);
        } else if (held || made == null) {
            state.put("status", "RUNNING");
        } else {
            state.put("status", "SUCCEEDED");
            state.put(
                    "manifest",
                    isPaired ? SnapshotFixtures.answering(requests.getLast(), made) : made);
        }
        answer(exchange, 200, state);
    }

    private void answer(HttpExchange exchange, int code, Object body) throws IOException {
        byte[] json = Json.bytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status == 200 ? code : status, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
