package dev.flywheel.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RegistryIntegrationTest
class ArtifactIT {

    private static final byte[] CONTENT = "ndcg@10 0.31".getBytes(StandardCharsets.UTF_8);

    private static final byte[] NOTHING = {};
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

    @LocalServerPort int port;
    @Autowired ArtifactIndex index;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void givesBackWhatWasPut() {
        var stored = registry.upload("0/r1/artifacts/a/report.txt", CONTENT);
        var found = registry.download("0/r1/artifacts/a/report.txt");

        assertThat(stored.text()).isEqualTo("{}");
        assertThat(found.response().body()).isEqualTo(CONTENT);
        assertThat(found.response().headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry(
                        "content-disposition", List.of("attachment; filename=\"report.txt\""))
                .containsEntry("content-length", List.of("12"));
    }

    @Test
    void listsADirectory() {
        registry.upload("0/r2/artifacts/b/x.txt", CONTENT);
        registry.upload("0/r2/artifacts/b/c/y.txt", CONTENT);
        registry.upload("0/r2/artifacts/b/c/z.txt", CONTENT);
        registry.upload("0/r2/artifacts/b2/w.txt", CONTENT);

        assertThat(registry.list("0/r2/artifacts/b").text())
                .isEqualTo(
                        "{\"files\":[{\"path\":\"c\",\"is_dir\":true},{\"path\":\"x.txt\",\"is_dir\":false,\"file_size\":12}]}");
        assertThat(registry.list("0/r2/nothing").text()).isEqualTo("{\"files\":[]}");
        assertThat(registry.list("").text()).contains("{\"path\":\"0\",\"is_dir\":true}");
    }

    @Test
    void putsAFileThatIsDeletedAllTheTime() throws Exception {
        String path = "0/r10/artifacts/contested.txt";
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Set<Integer>> deleted =
                CompletableFuture.supplyAsync(() -> {
                    Set<Integer> statuses = new TreeSet<>();
                    boolean last;
                    do {
                        // Once more after the last upload, which nobody else can have deleted.
                        last = ended.get();
                        statuses.add(registry.send("DELETE", ARTIFACTS + path, NOTHING).status());
                    } while (!last);
                    return statuses;
                });

        Set<Integer> put = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            put.add(registry.upload(path, CONTENT).status());
        }
        ended.set(true);

        assertThat(put).containsExactly(200);
        assertThat(deleted.get()).contains(200).isSubsetOf(200, 404);
    }

    @Test
    void refusesPathsThatLeadElsewhere() {
        for (String path :
                List.of(
                        "0/../../etc/passwd",
                        "0/%2e%2e/%2e%2e/etc/passwd",
                        "0/%252e%252e/x",
                        "0//x",
                        "0/..%5cx",
                        "0/./x",
                        "0/%00x")) {
            assertThat(registry.upload(path, CONTENT).status()).as("PUT %s", path).isEqualTo(400);
            assertThat(registry.download(path).status()).as("GET %s", path).isEqualTo(400);
        }
        assertThat(registry.list("../..").error())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: Invalid path");
    }

    @Test
    void refusesMoreBytesThanTheLimitAndKeepsNothing() throws Exception {
        byte[] tooMuch = new byte[1_048_577];

        var announced = registry.upload("0/r3/artifacts/big", tooMuch);
        HttpResponse<String> chunked =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://localhost:%d/api/2.0/mlflow-artifacts/artifacts/0/r3/artifacts/chunked"
                                                                .formatted(port)))
                                        .header("Authorization", "Bearer " + registry.token())
                                        .PUT(
                                                BodyPublishers.ofInputStream(
                                                        () -> new ByteArrayInputStream(tooMuch)))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(announced.error())
                .isEqualTo(
                        "413 INVALID_PARAMETER_VALUE: An artifact may have at most 1048576 bytes.");
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(registry.list("0/r3/artifacts").text()).isEqualTo("{\"files\":[]}");
    }

    @Test
    void answersAMissingFile() {
        assertThat(registry.download("0/r4/none").error())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No such artifact: '0/r4/none'");
    }

    @Test
    void needsTheScopeToWrite() {
        assertThat(RegistryClient.withScopes(port, "models:read").upload("0/r5/x", CONTENT).error())
                .isEqualTo("403 PERMISSION_DENIED: This call needs the scope models:write");
    }

    @Test
    void replacesAFileThatNoVersionNeeds() {
        registry.upload("0/r6/x", CONTENT);
        registry.upload("0/r6/x", new byte[] {1, 2, 3});

        assertThat(index.find(new ArtifactPath("0/r6/x")).bytes()).isEqualTo(3);
    }

    @Test
    void refusesOtherBytesThanTheHeaderSays() {
        String right = digest(CONTENT);
        String wrong = digest(new byte[1]);

        assertThat(upload("0/r7/right", "Content-Digest", "md5=:AAAA:, sha-256=" + right).status())
                .isEqualTo(200);
        assertThat(upload("0/r7/wrong", "Content-Digest", "sha-256=" + wrong).error())
                .startsWith("400 INVALID_PARAMETER_VALUE: The upload has SHA-256 ");
        assertThat(upload("0/r7/wrong", "Repr-Digest", "sha-256=" + wrong).status()).isEqualTo(400);
        assertThat(upload("0/r7/wrong", "Content-Digest", "sha-256=abc").error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: A digest is 'sha-256=abc', expected such as sha-256=:<base64>:");
        assertThat(upload("0/r7/wrong", "Content-Digest", "sha-256=:AAAA:").status())
                .isEqualTo(400);
        assertThat(registry.list("0/r7").text())
                .isEqualTo("{\"files\":[{\"path\":\"right\",\"is_dir\":false,\"file_size\":12}]}");
    }

    @Test
    void keepsNothingOfAnUploadThatBreaksOff() throws Exception {
        for (String framing :
                List.of(
                        "Content-Length: 900000\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\nffff\r\n")) {
            try (Socket socket = new Socket("localhost", port)) {
                socket.getOutputStream()
                        .write(
                                ("PUT /api/2.0/mlflow-artifacts/artifacts/0/r8/broken HTTP/1.1\r\n"
                                                + "Host: localhost\r\nAuthorization: Bearer "
                                                + registry.token()
                                                + "\r\n"
                                                + framing
                                                + "only this")
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                // The answer, or the end, comes when the registry has given up.
                assertThat(socket.getInputStream().readAllBytes()).isNotNull();
            }
        }

        assertThat(registry.list("0/r8").text()).isEqualTo("{\"files\":[]}");
    }

    @Test
    void deletesAFileOrADirectoryThatNoVersionNeeds() {
        registry.upload("0/r9/artifacts/a/x", CONTENT);
        registry.upload("0/r9/artifacts/a/b/y", CONTENT);
        registry.upload("0/r9/artifacts/c", CONTENT);
        registry.register("undeletable", "passed");
        String bundle =
                registry.get("model-versions/get?name=undeletable&version=1")
                        .json()
                        .at("/model_version/source")
                        .asString()
                        .replace("mlflow-artifacts:/", "");

        assertThat(delete("0/r9/artifacts/a").text()).isEqualTo("{}");
        assertThat(delete("0/r9/artifacts/a").error())
                .startsWith("404 RESOURCE_DOES_NOT_EXIST: No such artifact");
        assertThat(delete(bundle).error()).startsWith("409 RESOURCE_CONFLICT");
        assertThat(delete(bundle + "/plan.bin").error()).startsWith("409 RESOURCE_CONFLICT");
        assertThat(delete("0/%2e%2e/x").status()).isEqualTo(400);

        assertThat(registry.list("0/r9/artifacts").text())
                .isEqualTo("{\"files\":[{\"path\":\"c\",\"is_dir\":false,\"file_size\":12}]}");
        assertThat(registry.download(bundle + "/plan.bin").status()).isEqualTo(200);
    }

    private RegistryClient.Answer upload(String path, String header, String value) {
        return registry.send(
                "PUT", "/api/2.0/mlflow-artifacts/artifacts/" + path, CONTENT, header, value);
    }

    private RegistryClient.Answer delete(String path) {
        return registry.send("DELETE", "/api/2.0/mlflow-artifacts/artifacts/" + path, new byte[0]);
    }

    private static String digest(byte[] content) {
        byte[] hash = Digest.sha256().digest(content);
        return ":" + Base64.getEncoder().encodeToString(hash) + ":";
    }
}
