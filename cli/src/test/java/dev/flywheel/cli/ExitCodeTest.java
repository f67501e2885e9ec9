package dev.flywheel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.cli.ServiceStandIn.Heard;
import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.contracts.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What scripts rely on: the exit codes, and `--json` alone on standard output.
@SuppressWarnings("NullAway.Init") // JUnit calls start before each test
class ExitCodeTest {

    private static final String RUNS = "POST /pipelines/clicks/runs";
    private static final String RUN = "GET /runs/r-1";
    private static final String PROMOTE = "POST /models/clicks/versions/3/promote";
    private static final String QUEUED = "{\"run_id\":\"r-1\",\"state\":\"QUEUED\"}";

    private static final String COMPARISON =
            """
            {"model":"clicks","versions":[
              {"version":3,"created_at":"2026-01-01","gate":{"verdict":"passed"},"aliases":["champion"]},
              {"version":4,"created_at":"2026-01-02","gate":{"verdict":"failed"},"aliases":[]}],
             "parameters":[],
             "metrics":[{"name":"auc","values":[0.8,0.9],"differs":true},
                        {"name":"f1","values":[0.4,0.4],"differs":false}],
             "slices":[{"feature":"colour","value":null,"other":false,"metrics":[
                        {"name":"auc","values":[0.5,0.6],"differs":true}]}],
             "features":[{"name":"price","changes":["same","changed"],"importance":[0.02,null],
                          "differs":true}],
             "importance_metric":["auc",null]}
            """;

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private ServiceStandIn service;

    @BeforeEach
    void start() throws IOException {
        service = new ServiceStandIn();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void keepsItsNumbers() {
        assertThat(ExitCode.values())
                .extracting(ExitCode::number)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, true, true, 0, ok",
        "SUCCEEDED, false, false, 0, ok",
        "SUCCEEDED, true, false, 5, pending",
        "REJECTED, true, false, 3, refused",
        "HALTED, true, false, 4, halted",
        "FAILED, true, false, 1, error",
        "CANCELLED, true, false, 1, error",
    })
    void saysHowARunEnded(String state, boolean asked, boolean promoted, int code, String word) {
        service.on(RUNS, 202, QUEUED)
                .on(RUN, 200, run("TRAIN", asked, false))
                .on(RUN, 200, run(state, asked, promoted));

        int ended = run("train", "clicks", "--wait", "--json", "--timeout", "1m");

        assertThat(ended).isEqualTo(code);
        JsonNode answer = answer();
        assertThat(answer.path("outcome").asString()).isEqualTo(word);
        assertThat(answer.path("exit_code").asInt()).isEqualTo(code);
        assertThat(answer.path("run_id").asString()).isEqualTo("r-1");
        assertThat(answer.path("version").asInt()).isEqualTo(3);
        assertThat(answer.path("metrics").path("auc").asDouble()).isEqualTo(0.8);
        assertThat(errors.toString(UTF_8)).contains(state, "as the summary says");
    }

    @Test
    void carriesAVersionElsewhereAndPromotesItThere() throws IOException {
        Path token = Files.writeString(folder.resolve("production.token"), "other-token");
        service.on("GET /models/clicks/versions/3/archive", 200, "a zip");
        try (ServiceStandIn production = new ServiceStandIn()) {
            production
                    .on("POST /models/clicks/versions", 201, "{\"version\":7,\"created\":true}")
                    .on("POST /models/clicks/versions/7/promote", 200, "{\"revision\":2}");

            int ended =
                    run(
                            "promote",
                            "clicks",
                            "3",
                            "--json",
                            "--to",
                            production.url(),
                            "--to-token-file",
                            token.toString());

            assertThat(ended).isZero();
            assertThat(answer().path("version").asInt()).isEqualTo(7);
            assertThat(errors.toString(UTF_8)).contains("has become version 7 at");
            assertThat(production.heard())
                    .extracting(Heard::authorization)
                    .containsOnly("Bearer other-token");
            assertThat(production.heard().getFirst().body()).isEqualTo("a zip");
        }
        assertThat(service.heard())
                .extracting(Heard::call)
                .containsOnly("GET /models/clicks/versions/3/archive");
    }

    @Test
    void saysWhereApprovalIsWaitedForOfWhatWasCarried() throws IOException {
        service.on("GET /models/clicks/versions/3/archive", 200, "a zip");
        try (ServiceStandIn production = new ServiceStandIn()) {
            production
                    .on("POST /models/clicks/versions", 200, "{\"version\":7,\"created\":false}")
                    .on("POST /models/clicks/versions/7/promote", 202, "{\"version\":7}")
                    .on(
                            "POST /models/clicks/versions/7/promote",
                            409,
                            "{\"type\":\"https://flywheel.dev/problems/gate-failed\"}");

            assertThat(run("promote", "clicks", "3", "--json", "--to", production.url()))
                    .isEqualTo(5);
            assertThat(answer().path("outcome").asString()).isEqualTo("pending");
            assertThat(answer().path("version").asInt()).isEqualTo(7);
            assertThat(answer().path("to").asString()).isEqualTo(production.url());
            assertThat(errors.toString(UTF_8))
                    .contains(
                            "Version 7 of clicks waits for somebody else to approve it at "
                                    + production.url());
            assertThat(run("promote", "clicks", "3", "--to", production.url())).isEqualTo(3);
        }
    }

    @Test
    void promotesNothingElsewhereThatIsNotTakenThere() throws IOException {
        service.on("GET /models/clicks/versions/3/archive", 200, "a zip");
        try (ServiceStandIn production = new ServiceStandIn()) {
            production.on("POST /models/clicks/versions", 422, "{\"title\":\"No bundle\"}");

            assertThat(run("promote", "clicks", "3", "--to", production.url())).isEqualTo(1);

            assertThat(production.heard()).hasSize(1);
        }
        assertThat(errors.toString(UTF_8)).contains("No bundle");
    }

    @Test
    void bearsWithATrainingServiceThatIsRestarted() {
        service.on(RUNS, 202, QUEUED).on(RUN, 503, "{}").on(RUN, 200, run("SUCCEEDED", true, true));

        assertThat(run("train", "clicks", "--json")).isZero();
    }

    @Test
    void givesARunUpInTimeAndNamesIt() {
        service.on(RUNS, 202, QUEUED).on(RUN, 200, run("TRAIN", true, false));

        int ended = run("train", "clicks", "--json", "--timeout", "1s");

        assertThat(ended).isEqualTo(6);
        assertThat(answer().path("outcome").asString()).isEqualTo("timed_out");
        assertThat(answer().path("message").asString()).contains("r-1", "1s", "goes on");
    }

    @Test
    void leavesARunThatItNeedNotWaitFor() {
        service.on(RUNS, 202, QUEUED);

        assertThat(run("train", "clicks", "--no-wait", "--json")).isZero();
        assertThat(answer().path("run_id").asString()).isEqualTo("r-1");
        assertThat(service.heard()).hasSize(1);
    }

    @Test
    void saysThatTheGateRefused() {
        service.on(
                PROMOTE,
                409,
                "{\"type\":\"https://flywheel.dev/problems/gate-failed\",\"title\":\"The version's gate did not pass\",\"reasons\":[\"auc 0.6 is below 0.75\"]}");

        int ended = run("promote", "clicks", "3", "--json");

        assertThat(ended).isEqualTo(3);
        assertThat(answer().path("problem").path("reasons").get(0).asString())
                .isEqualTo("auc 0.6 is below 0.75");
        assertThat(errors.toString(UTF_8)).contains("409", "did not pass");
    }

    @Test
    void saysThatApprovalIsWaitedFor() {
        service.on(PROMOTE, 202, "{\"model\":\"clicks\",\"version\":3}");

        assertThat(run("promote", "clicks", "3", "--json")).isEqualTo(5);
        assertThat(answer().path("outcome").asString()).isEqualTo("pending");
        assertThat(errors.toString(UTF_8)).contains("waits for somebody else");
    }

    @Test
    void showsReasonForceAndTheTokenOfAFile() throws IOException {
        Files.writeString(folder.resolve("token"), "of-a-file\n");
        service.on(PROMOTE, 200, "{\"revision\":7,\"aliases\":{\"champion\":3}}");

        int ended =
                run(
                        "promote",
                        "clicks",
                        "3",
                        "--force",
                        "--reason",
                        "a fix",
                        "--token-file",
                        "token");

        assertThat(ended).isZero();
        assertThat(service.heard())
                .containsExactly(
                        new Heard(
                                PROMOTE,
                                "Bearer of-a-file",
                                "{\"reason\":\"a fix\",\"force\":true}"));
        assertThat(out.toString(UTF_8)).contains("Version 3 of clicks is the champion.");
    }

    @Test
    void goesToTheUrlThatIsGiven() {
        service.on("POST /models/clicks/rollback", 200, "{\"aliases\":{\"champion\":2}}");

        int ended =
                run(
                        Map.of("FLYWHEEL_TOKEN", "token"),
                        "rollback",
                        "clicks",
                        "--json",
                        "--url",
                        "registry=" + service.url());

        assertThat(ended).isZero();
        assertThat(answer().path("version").asInt()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNothingToRollBackTo() {
        service.on(
                "POST /models/clicks/rollback",
                409,
                "{\"type\":\"https://flywheel.dev/problems/no-earlier-champion\"}");

        assertThat(run("rollback", "clicks", "--json")).isEqualTo(1);
        assertThat(answer().path("status").asInt()).isEqualTo(409);
    }

    @Test
    void showsWhatDiffersBetweenVersions() {
        service.on("GET /models/clicks/compare?versions=3,4", 200, COMPARISON);

        assertThat(run("compare", "clicks", "3", "4")).isZero();

        assertThat(out.toString(UTF_8).lines().map(String::strip))
                .contains(
                        "gate     passed      failed",
                        "* auc  0.8000  0.9000",
                        "* colour (missing) auc  0.5000  0.6000",
                        "* price  same  changed",
                        "price  0.0200  -")
                .noneMatch(line -> line.startsWith("f1"));
    }

    @Test
    void givesTheComparisonToPrograms() {
        service.on("GET /models/clicks/compare?versions=3,4", 200, COMPARISON);

        assertThat(run("compare", "clicks", "3", "4", "--json")).isZero();

        assertThat(answer().at("/metrics/0/values/1").asDouble()).isEqualTo(0.9);
        assertThat(answer().path("exit_code").asInt()).isZero();
        assertThat(errors.toString(UTF_8)).contains("* auc");
    }

    @ParameterizedTest
    @CsvSource({
        "compare clicks 3",
        "train clicks --timeout soon",
        "promote clicks",
        "promote clicks three",
        "rollback",
        "train clicks --url nowhere=http://127.0.0.1",
    })
    void refusesACommandLineThatThereIsNot(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(service.heard()).isEmpty();
    }

    private static String run(String state, boolean asked, boolean promoted) {
        return """
        {"run_id":"r-1","pipeline":"clicks","state":"%s","promote":%s,"model_version":3,
         "summary":"as the summary says","registration":{"promoted":%s},
         "winner":{"trainer":"logistic_regression"},"metrics":{"auc":0.8},
         "evaluations":{"winner":{"auc":0.8}},"steps":[]}
        """
                .formatted(state, asked, promoted);
    }

    private int run(String... arguments) {
        return run(
                Map.of(
                        "TRAINING_URL", service.url(),
                        "REGISTRY_URL", service.url(),
                        "FLYWHEEL_TOKEN", "token"),
                arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        CliContext context =
                new CliContext(
                        new Terminal(new PrintStream(out, true, UTF_8), false),
                        new Terminal(new PrintStream(errors, true, UTF_8), false),
                        environment,
                        folder,
                        folder,
                        InstantSource.system());
        return FlywheelCli.commandLine(context).execute(arguments);
    }

    private JsonNode answer() {
        List<String> lines = out.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(1);
        return Json.MAPPER.readTree(lines.getFirst());
    }
}
