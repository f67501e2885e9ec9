package dev.flywheel.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.registry.webhook.Outcome.Answered;
import dev.flywheel.registry.webhook.Shipment.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What receivers that mean harm, or are broken, can do to the registry.
class WebhookSenderTest {

    private static final UUID ID = UUID.fromString("3f2c7e7e-9b6a-4c39-8f0f-6f8f6c1f1a11");

    private final WebhookSender open = sender(true, Duration.ofMinutes(1));

    @Test
    void signsWhatItSends() throws IOException {
        try (Receiver receiver = new Receiver()) {
            Outcome outcome = open.send(new Target(receiver.url(), "s3cret-key"), ID, "{}");

            assertThat(outcome).isEqualTo(new Answered(200, "taken", null));
            Receiver.Received got = receiver.received().getFirst();
            assertThat(got.deliveryId()).isEqualTo(ID.toString());
            assertThat(got.signature())
                    .isEqualTo(
                            Signature.of(
                                    "s3cret-key",
                                    ID.toString(),
                                    Long.parseLong(got.timestamp()),
                                    "{}"));
        }
    }

    @Test
    void connectsToNoAddressOfOurOwn() throws IOException {
        try (Receiver receiver = new Receiver()) {
            for (String url :
                    new String[] {
                        receiver.url(),
                        receiver.url().replace("127.0.0.1", "localhost"),
                        receiver.url().replace("127.0.0.1", "[::ffff:127.0.0.1]")
                    }) {
                Outcome outcome =
                        sender(false, Duration.ofMinutes(1)).send(new Target(url, ""), ID, "{}");

                assertThat(outcome).as(url).isInstanceOf(Outcome.Refused.class);
                assertThat(outcome.error()).contains("which is no public address");
            }
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (Receiver receiver = new Receiver()) {
            receiver.answers(302);

            Outcome outcome = open.send(new Target(receiver.url(), ""), ID, "{}");

            assertThat(outcome.responseStatus()).isEqualTo(302);
            assertThat(outcome.isWorthRetrying()).isFalse();
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void readsTheBeginningOfAnEndlessAnswerOnly() throws IOException {
        try (ServerSocket server = endless("x".repeat(64 * 1024), Duration.ZERO)) {
            Outcome outcome = open.send(new Target(url(server), ""), ID, "{}");

            assertThat(outcome).isEqualTo(new Answered(200, "x".repeat(4_096), null));
        }
    }

    @Test
    void givesUpOnAnAnswerThatDrips() throws IOException {
        try (ServerSocket server = endless("x", Duration.ofMillis(50))) {
            WebhookSender hasty = sender(true, Duration.ofMillis(700));

            Outcome outcome = hasty.send(new Target(url(server), ""), ID, "{}");

            assertThat(outcome).isEqualTo(new Outcome.Unreachable("No answer within 700 ms"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/x",
                "ftp://example.com/x",
                "file:///etc/passwd",
                "https:///nowhere",
                "https://user:word@example.com/",
                "https://example.com/#part",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://2130706433/",
                "https://169.254.169.254/latest/meta-data",
                "https://exa mple.com/",
                "no url"
            })
    void refusesAUrlThatNothingIsSentTo(String url) {
        UrlRules rules = new UrlRules(WebhookFixtures.properties(false, false, ""));

        assertThatThrownBy(() -> rules.check(url))
                .isInstanceOf(WebhookException.UrlRefusedException.class)
                .hasMessageContaining(url);
    }

    /// A server that begins to answer and never ends.
    private static ServerSocket endless(String piece, Duration pause) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            try (Socket client = server.accept();
                    OutputStream out = client.getOutputStream()) {
                client.getInputStream().read(new byte[8_192]);
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write(piece.getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    Thread.sleep(pause);
                }
            } catch (IOException | InterruptedException _) {
                // The registry has hung up.
            }
        });
        return server;
    }

    private static String url(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    private static WebhookSender sender(boolean allowPrivate, Duration timeout) {
        var properties = WebhookFixtures.properties(true, allowPrivate, "", timeout);
        return new WebhookSender(
                new UrlRules(properties),
                properties,
                Clock.fixed(Instant.parse("2008-08-13T00:00:00Z"), ZoneOffset.UTC));
    }
}
