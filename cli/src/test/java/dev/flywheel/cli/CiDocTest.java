package dev.flywheel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flywheel.contracts.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/// What docs/ci.md shows is a workflow, and its steps do what the page says.
class CiDocTest {

    private static final Pattern WORKFLOW = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\./flywheel ([^>|\n]*)");

    private static final String PIPELINE = "click-recommendation";
    private static final String PROMOTE = "POST /models/" + PIPELINE + "/versions/3/promote";

    @TempDir Path folder;

    private final String doc;

    CiDocTest() throws IOException {
        doc = Files.readString(Path.of("..", "docs", "ci.md"));
    }

    @Test
    void showsOnlyCommandsThatThereAre() {
        List<String> commands = new ArrayList<>();
        Matcher matcher = COMMAND.matcher(doc);
        while (matcher.find()) {
            commands.add(matcher.group(1).replaceAll("[`)].*", "").strip());
        }

        assertThat(commands).hasSizeGreaterThan(5).allSatisfy(CiDocTest::parse);
    }

    /// Variables stand for a name, or for a version where they are called so.
    private static void parse(String command) {
        String[] words =
                command.replaceAll("\"\\$(VERSION|champion)\"", "7")
                        .replaceAll("\"[^\"]*\"", "x")
                        .split("\\s+", -1);
        FlywheelCli.commandLine(CliContext.ofProcess()).parseArgs(words);
    }

    /// Each step runs in bash against a stand-in of the services, with a `flywheel` that only calls
    /// this command line; and the job ends as the page says.
    @Test
    void trainsComparesAndPromotes() throws IOException, InterruptedException {
        try (ServiceStandIn service = services("SUCCEEDED").on(PROMOTE, 200, "{}")) {
            assertThat(job(service)).isZero();

            assertThat(service.heard())
                    .extracting(ServiceStandIn.Heard::call)
                    .containsExactly(
                            "POST /pipelines/click-recommendation/runs",
                            "GET /runs/r-1",
                            "GET /models/click-recommendation",
                            "GET /models/click-recommendation/compare?versions=2,3",
                            "POST /models/click-recommendation/versions/3/promote");
            assertThat(service.heard().getFirst().body()).contains("\"promote\":false");
            assertThat(service.heard().getLast().body()).contains("CI run 77");
            assertThat(folder.resolve("summary"))
                    .content()
                    .contains("auc\t0.8\t0.9", "Version 3 serves.");
        }
    }

    @Test
    void endsWithTheCodeOfARefusal() throws IOException, InterruptedException {
        try (ServiceStandIn service = services("REJECTED")) {
            assertThat(job(service)).isEqualTo(ExitCode.REFUSED.number());

            assertThat(service.heard()).hasSize(2);
            assertThat(folder.resolve("run.json")).content().contains("\"outcome\":\"refused\"");
        }
    }

    @Test
    void leavesAVersionThatWaitsForApproval() throws IOException, InterruptedException {
        try (ServiceStandIn service = services("SUCCEEDED").on(PROMOTE, 202, "{}")) {
            assertThat(job(service)).isZero();

            assertThat(folder.resolve("summary")).content().contains("waits for somebody");
        }
    }

    private static ServiceStandIn services(String state) throws IOException {
        return new ServiceStandIn()
                .on("POST /pipelines/" + PIPELINE + "/runs", 202, "{\"run_id\":\"r-1\"}")
                .on(
                        "GET /runs/r-1",
                        200,
                        "{\"run_id\":\"r-1\",\"state\":\"%s\",\"promote\":false,\"model_version\":3}"
                                .formatted(state))
                .on("GET /models/" + PIPELINE, 200, "{\"aliases\":{\"champion\":2}}")
                .on(
                        "GET /models/" + PIPELINE + "/compare?versions=2,3",
                        200,
                        "{\"metrics\":[{\"name\":\"auc\",\"values\":[0.8,0.9],\"differs\":true}]}");
    }

    /// The exit code of the first step that fails, as GitHub's runner calls them; 0 if none does.
    /// GitHub's runners have curl and jq; a machine that lacks them can't tell.
    private int job(ServiceStandIn service) throws IOException, InterruptedException {
        assumeThat(List.of("curl", "jq")).allMatch(CiDocTest::isOnPath);
        install();
        JsonNode job = workflow().path("jobs").path("train");
        for (JsonNode step : job.path("steps")) {
            if (step.has("run")) {
                int code = run(step, job, service);
                if (code != 0) {
                    return code;
                }
            }
        }
        return 0;
    }

    private static boolean isOnPath(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(Objects.requireNonNullElse(System.getenv("PATH"), ""))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private JsonNode workflow() {
        Matcher matcher = WORKFLOW.matcher(doc);
        assertThat(matcher.find()).isTrue();
        return Json.MAPPER.valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(matcher.group(1)));
    }

    /// A `flywheel` that calls this command line, and the pipelines.
    private void install() throws IOException {
        Path script = folder.resolve("flywheel");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' dev.flywheel.cli.FlywheelCli \"$@\"\n"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path")));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path pipelines = Files.createDirectories(folder.resolve("pipelines"));
        String file = PIPELINE + ".yaml";
        Files.copy(Path.of("..", "pipelines", file), pipelines.resolve(file));
    }

    private int run(JsonNode step, JsonNode job, ServiceStandIn service)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-e", "-c", step.path("run").asString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile());
        for (JsonNode given : List.of(job.path("env"), step.path("env"))) {
            for (Map.Entry<String, JsonNode> variable : given.properties()) {
                builder.environment()
                        .put(variable.getKey(), expand(variable.getValue().asString(), service));
            }
        }
        builder.environment().put("GITHUB_OUTPUT", folder.resolve("outputs").toString());
        builder.environment().put("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
        builder.environment().put("GITHUB_RUN_ID", "77");
        return builder.start().waitFor();
    }

    private String expand(String value, ServiceStandIn service) throws IOException {
        if (value.startsWith("${{ vars.")) {
            return service.url();
        }
        if (value.startsWith("${{ secrets.")) {
            return "token";
        }
        return value.equals("${{ steps.train.outputs.version }}")
                ? Files.readString(folder.resolve("outputs")).strip().replace("version=", "")
                : value;
    }
}
