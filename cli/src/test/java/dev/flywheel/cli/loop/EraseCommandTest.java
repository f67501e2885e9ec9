package dev.flywheel.cli.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@SuppressWarnings("NullAway.Init") // JUnit calls start before each test
class EraseCommandTest {

    private static final String REMOVED =
            "\"removed\":{\"events\":37,\"entity_versions\":2,\"snapshots\":1,\"online_states\":9}";

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger looks = new AtomicInteger();
    private HttpServer feature;
    private String asked = "";

    @BeforeEach
    void start() throws IOException {
        feature = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        feature.createContext(
                "/pipelines/shop/erasures",
                exchange -> {
                    asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    answer(exchange, 202, "{\"id\":\"e-1\",\"step\":\"ARCHIVE\"}");
                });
        feature.createContext(
                "/pipelines/shop/erasures/e-1",
                exchange ->
                        answer(
                                exchange,
                                200,
                                looks.incrementAndGet() < 3
                                        ? "{\"id\":\"e-1\",\"step\":\"ONLINE\"," + REMOVED + "}"
                                        : "{\"id\":\"e-1\"," + REMOVED + "}"));
        feature.start();
    }

    @AfterEach
    void stop() {
        feature.stop(0);
    }

    @Test
    void waitsAndTellsWhatWasRemovedAndWhichModelsLearnedFromIt() {
        models(
                200,
                "{\"models\":[{\"model\":\"shop\",\"version\":3,\"run\":\"r-7\",\"snapshot\":\"s-5\",\"rows\":4,\"aliases\":[\"champion\"]}]}");

        int code = erase("shop", "user", "U1", "--reason", "asked us");

        assertThat(code).isZero();
        assertThat(asked).contains("\"entity\":\"user\"", "\"key\":\"U1\"", "asked us");
        assertThat(looks).hasValue(3);
        assertThat(said())
                .contains("Erased one user of shop", "events", "37", "online states", "9")
                .contains("Version 3 of shop", "champion", "run r-7", "snapshot s-5", "4 rows")
                .doesNotContain("U1");
    }

    @Test
    void saysThatNoModelLearnedFromIt() {
        models(200, "{\"models\":[]}");

        assertThat(erase("shop", "user", "U1", "--reason", "asked us")).isZero();
        assertThat(said()).contains("No version of a model was trained on it");
    }

    @Test
    void asksForAReason() {
        assertThat(erase("shop", "user", "U1")).isNotZero();
        assertThat(asked).isEmpty();
    }

    private void models(int status, String body) {
        feature.createContext(
                "/pipelines/shop/erasures/e-1/models", exchange -> answer(exchange, status, body));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int erase(String... arguments) {
        CliContext context =
                new CliContext(
                        new Terminal(new PrintStream(out, true, UTF_8), false),
                        Map.of(
                                "FEATURE_URL",
                                "http://127.0.0.1:" + feature.getAddress().getPort(),
                                "FLYWHEEL_TOKEN",
                                "token"),
                        folder,
                        folder,
                        InstantSource.system());
        return new CommandLine(new EraseCommand(context)).execute(arguments);
    }

    private String said() {
        return out.toString(UTF_8);
    }
}
