package dev.flywheel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.standalone.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlywheelCliTest {

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void saysThatNothingRuns() {
        int code = run("status");

        assertThat(code).isEqualTo(1);
        assertThat(said()).contains("inference", "not running", "./flywheel up starts everything");
    }

    @Test
    void saysInOneLineWhereAKeyWouldComeFrom() {
        int code = run("token");

        assertThat(code).isNotZero();
        assertThat(said()).hasLineCount(1).contains("run ./flywheel up first");
    }

    @Test
    void printsATokenAndNothingElse() throws IOException {
        Path keys = Files.createDirectories(folder.resolve(".flywheel/keys"));
        dev.flywheel.standalone.security.TokenIssuer.open(keys, InstantSource.system());

        int code = run("token", "--scope", "predict");

        assertThat(code).isZero();
        assertThat(said()).hasLineCount(1).matches("(?s)[\\w-]+\\.[\\w-]+\\.[\\w-]+\\s*");
    }

    @Test
    void refusesAScopeThatThereIsNot() {
        int code = run("token", "--scope", "everything");

        assertThat(code).isNotZero();
        assertThat(said()).contains("There is no scope 'everything'", "predict");
    }

    @Test
    void namesTheMistakeOfAPipelineFileWithItsLine() throws IOException {
        Files.writeString(
                folder.resolve("typo.yaml"),
                "name: typo\nentitties:\n  user: { key: user_id }\nevents:\n  click: { entities: [user] }\n");

        int code = run("validate", "typo.yaml");

        assertThat(code).isNotZero();
        assertThat(said()).contains("typo.yaml:2").contains("entitties");
    }

    @Test
    void asksDuckDbForTheMistakesInSql() throws IOException {
        String shop = Files.readString(Path.of("../pipelines/click-recommendation.yaml"));
        Files.writeString(
                folder.resolve("shop.yaml"),
                shop.replace("count(distinct item_id) >= 50", "count(distinct itm_id) >= 50"));

        int code = run("validate", "shop.yaml");

        assertThat(code).isNotZero();
        assertThat(said()).contains("'count(distinct itm_id) >= 50'", "did you mean 'item_id'?");
    }

    @Test
    void tellsTheMistakesOfPipelinesBeforeItStartsAnything() throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("pipelines/typo.yaml"), "name: typo\nentitties: {}\n");

        int code =
                run(
                        Map.of(
                                "FLYWHEEL_PIPELINES", folder.resolve("pipelines").toString(),
                                "FLYWHEEL_HOME", folder.resolve("home").toString()),
                        "up",
                        "--detach");

        assertThat(code).isNotZero();
        assertThat(said()).contains("typo.yaml:2", "did you mean 'entities'?");
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void namesAPipelineFileThatIsNotThere() {
        assertThat(run("validate", "no.yaml")).isNotZero();

        assertThat(said()).contains("There is no file").contains("no.yaml");
        assertThat(said()).doesNotContain("Exception");
    }

    @Test
    void saysOfASharedFileAndOfAFolderThatNeitherIsAPipeline() throws IOException {
        Files.writeString(folder.resolve("_shop.yaml"), "entities:\n  user: { key: user_id }\n");

        assertThat(run("validate", "_shop.yaml")).isNotZero();
        assertThat(run("validate", ".")).isNotZero();

        assertThat(said())
                .contains("_shop.yaml is shared by pipelines", "is a folder; name a file in it");
    }

    /// Each mistake has a line, and none is told twice.
    @Test
    void tellsAServicesMistakesOneALine() throws IOException {
        try (ServiceStandIn training = new ServiceStandIn()) {
            training.on(
                    "GET /pipelines/clicks/suggested-expectations",
                    422,
                    """
                    {"title": "It can't be done", "detail": "columns.a: There is no 'a'; path: There is no file",
                     "errors": [{"field": "columns.a", "message": "There is no 'a'"},
                                {"field": "path", "message": "There is no file"}]}
                    """);

            run(
                    Map.of("TRAINING_URL", training.url(), "FLYWHEEL_TOKEN", "token"),
                    "suggest-expectations",
                    "clicks");
        }

        assertThat(said().lines())
                .containsExactly(
                        "flywheel: GET /pipelines/clicks/suggested-expectations at training: 422 It can't be done",
                        "  columns.a: There is no 'a'",
                        "  path: There is no file");
    }

    @Test
    void saysThatAServiceDoesNotAnswer() throws IOException {
        Path keys = Files.createDirectories(folder.resolve(".flywheel/keys"));
        dev.flywheel.standalone.security.TokenIssuer.open(keys, InstantSource.system());

        int code = run("promote", "clicks", "3");

        assertThat(code).isNotZero();
        assertThat(said())
                .hasLineCount(1)
                .contains("registry does not answer", "./flywheel status");
    }

    @Test
    void printsSuggestedExpectationsReadyToPaste() throws IOException {
        HttpServer training =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        training.createContext(
                "/pipelines/clicks/suggested-expectations",
                exchange -> {
                    byte[] body = "{\"yaml\":\"expectations:\\n  dataset:\\n\"}".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        training.start();
        String url = "http://127.0.0.1:" + training.getAddress().getPort();

        int code =
                run(
                        Map.of("TRAINING_URL", url, "FLYWHEEL_TOKEN", "token"),
                        "suggest-expectations",
                        "clicks");
        training.stop(0);

        assertThat(code).isZero();
        assertThat(said().lines()).containsExactly("expectations:", "  dataset:");
    }

    @Test
    void sendsRowsAndWritesTrainingData() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "user_id,seen at\nU1,2026-01-01T00:00:00Z\n");
        List<String> asked = new ArrayList<>();
        HttpServer feature =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        feature.createContext(
                "/pipelines/clicks/training-data",
                exchange -> {
                    asked.add(exchange.getRequestURI().getQuery());
                    asked.add(exchange.getRequestHeaders().getFirst("Content-Type"));
                    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    boolean known = asked.getFirst().equals("time=seen at");
                    byte[] body = (known ? "PAR1" : "{\"title\":\"No column\"}").getBytes(UTF_8);
                    exchange.sendResponseHeaders(known ? 200 : 422, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        feature.start();
        Map<String, String> environment =
                Map.of(
                        "FEATURE_URL",
                        "http://127.0.0.1:" + feature.getAddress().getPort(),
                        "FLYWHEEL_TOKEN",
                        "token");

        int made = trainingData(environment, "seen at", "made.parquet");
        List<String> sent = List.copyOf(asked);
        asked.clear();
        int refused = trainingData(environment, "when", "refused.parquet");
        feature.stop(0);

        assertThat(made).isZero();
        assertThat(sent)
                .containsExactly(
                        "time=seen at", "text/csv", "user_id,seen at\nU1,2026-01-01T00:00:00Z\n");
        assertThat(folder.resolve("made.parquet")).hasContent("PAR1");
        assertThat(refused).isNotZero();
        assertThat(said()).contains("422 No column");
        assertThat(folder).isDirectoryNotContaining("glob:**refused*");
    }

    @Test
    void namesASpineThatIsNotThereOrNotKnown() throws IOException {
        Files.writeString(folder.resolve("rows.xlsx"), "");

        assertThat(run("training-data", "clicks", "--spine", "no.csv", "--out", "x")).isNotZero();
        assertThat(run("training-data", "clicks", "--spine", "rows.xlsx", "--out", "x"))
                .isNotZero();

        assertThat(said())
                .contains("There is no file", "no.csv")
                .contains("rows.xlsx can't be told by its name; expected .csv");
    }

    private int trainingData(Map<String, String> environment, String time, String out) {
        return run(
                environment,
                "training-data",
                "clicks",
                "--spine",
                "rows.csv",
                "--out",
                out,
                "--time",
                time);
    }

    @Test
    void refusesToResetWithoutBeingAsked() throws IOException {
        Path data = Files.createDirectories(folder.resolve(".flywheel/kafka"));

        int code = run("reset");

        assertThat(code).isNotZero();
        assertThat(data).exists();
    }

    @Test
    void deletesDataAndKeepsWhatWasBuilt() throws IOException {
        Path data = Files.createDirectories(folder.resolve(".flywheel/kafka"));
        Path cache = Files.createDirectories(folder.resolve(".flywheel/cache/services"));

        int code = run("reset", "--yes");

        assertThat(code).isZero();
        assertThat(data).doesNotExist();
        assertThat(cache).exists();
    }

    @Test
    void startsNoDemoOverTheUsersOwnData() throws IOException {
        Path own = Files.createDirectories(folder.resolve(".flywheel/postgres"));

        int code = run("demo", "--exit");

        assertThat(code).isNotZero();
        assertThat(said()).contains("holds data of your own", "./flywheel reset");
        assertThat(own).exists();
    }

    private int run(String... arguments) {
        return run(Map.of("FLYWHEEL_PORT_BASE", Integer.toString(Ports.free().base())), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        CliContext context =
                new CliContext(
                        new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false),
                        environment,
                        folder,
                        folder,
                        InstantSource.system());
        return FlywheelCli.commandLine(context).execute(arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
