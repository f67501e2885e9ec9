package dev.flywheel.registry.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;

/// A real HTTP server that keeps what it is sent, and answers what it is told to.
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new ArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    /// Answers these, one after the other, then 200.
    public synchronized void answers(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = keep(exchange, body);
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
        }
        byte[] answer = "taken".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private synchronized int keep(HttpExchange exchange, String body) {
        received.add(
                new Received(
                        exchange.getRequestURI().getPath(),
                        header(exchange, WebhookSender.DELIVERY_ID),
                        header(exchange, WebhookSender.TIMESTAMP),
                        header(exchange, WebhookSender.SIGNATURE),
                        body));
        Integer status = answers.poll();
        return status == null ? 200 : status;
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// A request; a header that did not come is empty.
    public record Received(
            String path, String deliveryId, String timestamp, String signature, String body) {}
}
