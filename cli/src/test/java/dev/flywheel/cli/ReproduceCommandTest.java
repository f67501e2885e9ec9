package dev.flywheel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.contracts.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What the command line makes of reproductions and lineage.
@SuppressWarnings("NullAway.Init") // JUnit calls start before each test
class ReproduceCommandTest {

    private static final String ASK = "POST /models/clicks/versions/3/reproduce";
    private static final String LIST = "GET /models/clicks/versions/3/reproductions";
    private static final String ASKED = "{\"id\":\"i-1\",\"state\":\"requested\"}";
    private static final String ANOTHER =
            "{\"id\":\"i-0\",\"state\":\"ended\",\"verdict\":\"impossible\"}";

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

    @ParameterizedTest
    @CsvSource({
        "identical, 0, ok",
        "reproduced numerically, 0, ok",
        "different, 7, different",
        "impossible, 1, error"
    })
    void waitsForTheVerdict(String verdict, int code, String word) {
        service.on(ASK, 202, ASKED)
                .on(LIST, 200, "[%s,%s]".formatted(ASKED, ANOTHER))
                .on(LIST, 503, "{}")
                .on(LIST, 200, "[%s,%s]".formatted(ended(verdict), ANOTHER));

        int exit = run("reproduce", "clicks", "3", "--json", "--timeout", "1m");

        assertThat(exit).isEqualTo(code);
        JsonNode answer = Json.MAPPER.readTree(out.toByteArray());
        assertThat(answer.path("outcome").asString()).isEqualTo(word);
        assertThat(answer.at("/reproduction/verdict").asString()).isEqualTo(verdict);
        assertThat(errors.toString(UTF_8)).contains(verdict, "In a sentence.", "jdk", "24", "25");
    }

    @Test
    void leavesAReproductionThatItNeedNotWaitFor() {
        service.on(ASK, 202, ASKED);

        assertThat(run("reproduce", "clicks", "3", "--no-wait")).isZero();
        assertThat(out.toString(UTF_8)).contains("i-1", "waits for training");
        assertThat(service.heard()).hasSize(1);
    }

    @Test
    void givesAVerdictUpInTime() {
        service.on(ASK, 202, ASKED).on(LIST, 200, "[%s]".formatted(ASKED));

        assertThat(run("reproduce", "clicks", "3", "--timeout", "1s")).isEqualTo(6);
        assertThat(errors.toString(UTF_8)).contains("i-1", "goes on");
    }

    @Test
    void tellsWhereAVersionComesFrom() {
        String lineage =
                """
                {"model": "clicks", "version": 3,
                 "registered": {"at": "2026-01-02T00:00:00Z", "by": "ada"},
                 "pipeline": {"name": "clicks", "hash": "h1", "file": "name: clicks"},
                 "snapshot": {"id": "s1", "rows": 10000},
                 "selection": {"by": "auc", "candidates": [
                   {"trainer": "factorization-machine", "chosen": true},
                   {"trainer": "logistic-regression", "chosen": false, "lost": "auc 0.7"}]},
                 "judgement": {"parent_champion": 2,
                   "gate": {"verdict": "passed", "reasons": [
                     {"passed": true, "text": "auc is 0.88"}]},
                   "expectations": [{"outcome": "MET"}, {"outcome": "MET"}, {"outcome": "WARNED"}]},
                 "audit": [{"action": "PROMOTED", "who": "ada", "reason": "better"}],
                 "reproductions": [{"requested_by": "bob", "verdict": "identical"}],
                 "serving": {"aliases": ["champion"]}}
                """;
        service.on("GET /models/clicks/versions/3/lineage", 200, lineage);

        assertThat(run("lineage", "clicks", "3")).isZero();

        assertThat(out.toString(UTF_8))
                .contains("Version 3 of clicks", "s1", "10000", "2 MET, 1 WARNED", "auc 0.7")
                .contains("Gate passed", "auc is 0.88", "better", "identical", "[champion]");

        out.reset();
        assertThat(run("lineage", "clicks", "3", "--json")).isZero();
        JsonNode answer = Json.MAPPER.readTree(out.toByteArray());
        assertThat(answer.path("lineage")).isEqualTo(Json.MAPPER.readTree(lineage));
    }

    private static String ended(String verdict) {
        return """
        {"id": "i-1", "state": "ended", "verdict": "%s", "detail": "In a sentence.",
         "differences": [{"what": "jdk", "original": "24", "rebuilt": "25"}]}
        """
                .formatted(verdict);
    }

    private int run(String... arguments) {
        CliContext context =
                new CliContext(
                        new Terminal(new PrintStream(out, true, UTF_8), false),
                        new Terminal(new PrintStream(errors, true, UTF_8), false),
                        Map.of("REGISTRY_URL", service.url(), "FLYWHEEL_TOKEN", "token"),
                        folder,
                        folder,
                        InstantSource.system());
        return FlywheelCli.commandLine(context).execute(arguments);
    }
}
