package dev.flywheel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.client.Endpoints;
import dev.flywheel.contracts.Json;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReplayTest {

    private static final Instant DAY = Instant.parse("2008-07-01T00:00:00Z");

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger failuresToCome = new AtomicInteger();
    private final AtomicInteger predictions = new AtomicInteger();
    private final ReplayTally tally = new ReplayTally();
    private HttpServer server;
    private Api api;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
                    boolean fails = failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
                    byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
                    if (!fails && exchange.getRequestURI().getPath().endsWith("/rank")) {
                        answer =
                                Json.bytes(
                                        Map.of(
                                                "prediction_id",
                                                "p" + predictions.incrementAndGet(),
                                                "items",
                                                List.of(Map.of("item_id", "A1"))));
                    } else if (!fails) {
                        events.add(body);
                    }
                    exchange.sendResponseHeaders(fails ? 503 : 200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        api =
                new Api(
                        new Endpoints(
                                Map.of(ServiceName.INFERENCE, url, ServiceName.INGESTION, url)),
                        () -> "token");
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    @Test
    void ranksBeforeEachClickAndNamesTheRankInTheClick() throws InterruptedException {
        List<Visit> visits = List.of(visit("u1", 0, 3), visit("u2", 0, 2));

        long clicks = replay(visits);

        assertThat(clicks).isEqualTo(5);
        assertThat(tally.ranks()).isEqualTo(5);
        assertThat(events)
                .extracting(event -> event.path("prediction_id").asString(""))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("p"))
                .hasSize(5);
    }

    @Test
    void judgesOnlyWhatFollowsAFirstClick() throws InterruptedException {
        replay(List.of(visit("u1", 0, 3)));

        assertThat(tally.hitRate()).isEqualTo(1);
        assertThat(tally.ndcg()).isEqualTo(1);
    }

    @Test
    void asksAgainWhileAServiceIsAwayAndLosesNoClick() throws InterruptedException {
        failuresToCome.set(3);

        replay(List.of(visit("u1", 0, 2)));

        assertThat(events).hasSize(2);
        assertThat(tally.failedAttempts() + tally.eventRetries()).isEqualTo(3);
    }

    @Test
    void beginsNoVisitWhileAnotherIsDaysBehind() throws InterruptedException {
        List<Visit> visits = new ArrayList<>();
        visits.add(visit("slow", 0, 3));
        visits.add(visit("late", 9, 1));

        replay(visits);

        assertThat(events)
                .extracting(event -> event.path("user_id").asString(""))
                .containsExactly("slow", "slow", "slow", "late");
    }

    @Test
    void endsAfterTheClickInHandWhenItIsTold() throws InterruptedException {
        BooleanSupplier fewClicks = () -> tally.clicks() < 2;
        Shopper shopper = new Shopper(api, "clicks", tally);

        long clicks = new Replay(shopper, _ -> {}, fewClicks).run(List.of(visit("u1", 0, 5)));

        assertThat(clicks).isEqualTo(2);
        assertThat(events).hasSize(2);
    }

    private long replay(List<Visit> visits) throws InterruptedException {
        return new Replay(new Shopper(api, "clicks", tally), _ -> {}, () -> true).run(visits);
    }

    private static Visit visit(String user, int day, int clicks) {
        return new Visit(
                user,
                IntStream.rangeClosed(1, clicks)
                        .mapToObj(order ->
                                new Visit.Step(
                                        user + "-" + order,
                                        DAY.plusSeconds(86_400L * day + 20L * order),
                                        "A1",
                                        order))
                        .toList());
    }
}
