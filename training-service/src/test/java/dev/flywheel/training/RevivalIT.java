package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Runs whose process was killed: what it left in the database is put there, and the scheduler of
/// this process finds it.
class RevivalIT extends RunningTraining {

    @Autowired private DataSource database;

    @Test
    void goesOnWithTheStepThatAKilledProcessWasAt() throws SQLException {
        String id = run("{\"promote\":false}").path("run_id").asString();
        int asked = FEATURES.requests().size();

        leaveAt("EVALUATE", id);

        JsonNode run = runs().ended(id);
        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("attempt").asInt()).isEqualTo(2);
        assertThat(run.path("steps").valueStream().skip(6))
                .extracting(step -> step.path("step").asString())
                .containsExactly("EVALUATE", "REGISTER", "PROMOTE");
        assertThat(FEATURES.requests()).hasSize(asked);
    }

    @Test
    void registersNothingTwice() throws SQLException {
        JsonNode first = run("{}");
        String id = first.path("run_id").asString();

        leaveAt("REGISTER", id);

        JsonNode run = runs().ended(id);
        assertThat(run.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("model_version")).isEqualTo(first.path("model_version"));
        assertThat(REGISTRY.versions).hasSize(1);
        assertThat(REGISTRY.promoted).containsExactly(1);
    }

    /// The registry goes away when the run has begun to register, and comes back when the run tries
    /// again.
    @Test
    void waitsForARegistryThatIsAwayAndLosesNothing() {
        REGISTRY.goesAwayAt("runs/log-batch");
        String id = runs().start("{}").path("run_id").asString();
        JsonNode waiting =
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> runs().get(id), run -> run.path("attempt").asInt() > 1);

        REGISTRY.comesBack();
        endPause(id);

        JsonNode run = runs().ended(id);
        assertThat(waiting.path("state").asString()).isEqualTo("REGISTER");
        assertThat(waiting.path("log").toString()).contains("Can't go on now, and tries again: ");
        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("steps").valueStream())
                .extracting(step -> step.path("step").asString())
                .containsExactly(
                        "SNAPSHOT", "VALIDATE", "TRAIN", "EVALUATE", "REGISTER", "PROMOTE");
        assertThat(REGISTRY.created).hasSize(1);
        assertThat(REGISTRY.versions).hasSize(1);
        assertThat(REGISTRY.promoted).containsExactly(1);
    }

    /// Three of six trials were done and kept; those that are not tried again still tell how long
    /// they took.
    @Test
    void repeatsNoTrialThatWasDone() throws SQLException {
        FEATURES.gives(PaymentFixtures.frauds("tuned", ARTIFACTS));
        JsonNode first = runs().run("tuned", "{}");
        String id = first.path("run_id").asString();

        keepTrials(3, id);
        leaveAt("TRAIN", id);

        JsonNode run = runs().ended(id);
        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("candidates").valueStream())
                .extracting(candidate -> candidate.path("seconds").asDouble() == 1234.5)
                .containsExactly(true, true, true, false, false, false);
        assertThat(run.path("candidates").valueStream())
                .extracting(candidate -> candidate.path("hyperparameters"))
                .containsExactlyElementsOf(
                        first.path("candidates")
                                .valueStream()
                                .map(candidate -> candidate.path("hyperparameters"))
                                .toList());
        assertThat(run.path("winner").path("model_digest"))
                .isEqualTo(first.path("winner").path("model_digest"));
    }

    /// What a process leaves that is killed after so many trials.
    private void keepTrials(int trials, String id) throws SQLException {
        awaitTaskEnded(id);
        try (Connection connection = database.getConnection();
                PreparedStatement read =
                        connection.prepareStatement("select findings from run where id = ?::uuid");
                PreparedStatement write =
                        connection.prepareStatement(
                                "update run set findings = ? where id = ?::uuid")) {
            read.setString(1, id);
            ObjectNode findings;
            try (ResultSet result = read.executeQuery()) {
                assertThat(result.next()).isTrue();
                findings = (ObjectNode) Json.MAPPER.readTree(result.getString(1));
            }
            ArrayNode kept = Json.MAPPER.createArrayNode();
            findings.path("candidates")
                    .valueStream()
                    .limit(trials)
                    .forEach(
                            candidate -> kept.add(((ObjectNode) candidate).put("seconds", 1234.5)));
            findings.set("candidates", kept);
            findings.putNull("winner").putNull("verdict").putNull("registration");
            findings.putObject("evaluations");
            findings.putObject("bundle");
            write.setString(1, findings.toString());
            write.setString(2, id);
            assertThat(write.executeUpdate()).isEqualTo(1);
        }
    }

    /// What a process leaves that is killed in the middle of a step: the run at that step, and its
    /// task picked by a scheduler whose heart no longer beats.
    private void leaveAt(String step, String id) throws SQLException {
        awaitTaskEnded(id);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            execute(
                    connection,
                    "update run set state = ?, finished_at = null, summary = null where id = ?::uuid",
                    step,
                    id);
            execute(
                    connection,
                    """
                    insert into scheduled_tasks (task_name, task_instance, execution_time, picked,
                      picked_by, last_heartbeat, consecutive_failures, version, priority)
                    values (?, ?, now() - interval '1 hour', true, 'a killed process',
                      now() - interval '1 hour', 0, 1, 0)
                    """,
                    "training-run",
                    id);
            connection.commit();
        }
    }

    private static void execute(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
