package dev.flywheel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A service that answers over real HTTP what a test tells it to: to `METHOD /path`, one answer
/// after the other, the last one for ever.
final class ServiceStandIn implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Said>> answers = new HashMap<>();
    private final List<Heard> heard = new ArrayList<>();

    ServiceStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    ServiceStandIn on(String call, int status, String body) {
        answers.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Said(status, body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Heard> heard() {
        return List.copyOf(heard);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        heard.add(
                new Heard(
                        call,
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        Deque<Said> said = answers.getOrDefault(call, new ArrayDeque<>());
        Said next = said.size() > 1 ? said.removeFirst() : said.peekFirst();
        byte[] body = (next == null ? "{}" : next.body()).getBytes(UTF_8);
        exchange.sendResponseHeaders(next == null ? 404 : next.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    record Heard(String call, String authorization, String body) {}

    private record Said(int status, String body) {}
}
