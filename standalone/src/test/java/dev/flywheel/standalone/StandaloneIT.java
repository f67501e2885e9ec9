package dev.flywheel.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.standalone.postgres.PostgresCluster;
import dev.flywheel.standalone.process.PidFile;
import dev.flywheel.standalone.security.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneIT {

    @TempDir Path project;

    private final RecordingListener listener = new RecordingListener();
    private StandaloneSettings settings;

    @BeforeEach
    void choosePorts() {
        settings =
                StandaloneSettings.from(
                        Map.of("FLYWHEEL_PORT_BASE", Integer.toString(Ports.free().base())),
                        project);
    }

    @Test
    void keepsWhatItHoldsOverAStopAndOverAKill() throws Exception {
        try (Standalone standalone = started()) {
            createTopic("kept");
            execute("create table kept (n int)");
            execute("insert into kept values (1)");
        }
        assertThat(PidFile.in(settings.home().run())).isEmpty();

        started();
        assertThat(topics()).contains("kept");
        execute("insert into kept values (2)");
        killAll();

        try (Standalone standalone = started()) {
            assertThat(topics()).contains("kept");
            assertThat(sum()).isEqualTo(3);
        }
    }

    @Test
    void stopsWhatAKilledLauncherLeft() throws Exception {
        Standalone abandoned = started();
        List<ProcessHandle> children =
                List.of(
                        PidFile.of(settings.home().run(), "kafka").process().orElseThrow(),
                        PidFile.of(settings.home().run(), "postgres").process().orElseThrow());

        try (Standalone standalone = started()) {
            assertThat(listener.heard()).contains("leftovers kafka,postgres");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(topics()).isNotNull();
        }
        assertThat(abandoned.settings()).isEqualTo(settings);
    }

    @Test
    void letsNoServiceDoMoreThanItsWork() throws Exception {
        try (Standalone standalone = started()) {
            execute("create table secret (n int)");

            assertThatThrownBy(() -> executeAs("registry", "select * from feature.secret"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> executeAs("registry", "create table registry.mine (n int)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied for schema registry");
            executeAs("registry_owner", "create table mine (n int)");
            assertThatThrownBy(() -> executeWith("registry", "wrong", "select 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    private Standalone started() throws IOException {
        Standalone standalone = Standalone.prepare(settings, listener, InstantSource.system());
        standalone.startStores();
        return standalone;
    }

    private void killAll() throws IOException {
        for (PidFile file : PidFile.in(settings.home().run())) {
            file.process()
                    .filter(process -> process.pid() != ProcessHandle.current().pid())
                    .ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                    });
        }
    }

    private void createTopic(String name) throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private Iterable<String> topics() throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + settings.ports().kafka()));
    }

    private void execute(String sql) throws IOException, SQLException {
        executeAs("feature", sql);
    }

    private void executeAs(String role, String sql) throws IOException, SQLException {
        executeWith(role, new Secrets(settings.home().keys()).password(role), sql);
    }

    private void executeWith(String role, String password, String sql) throws SQLException {
        try (Connection connection = connect(role, password)) {
            connection.createStatement().execute(sql);
        }
    }

    private int sum() throws IOException, SQLException {
        String password = new Secrets(settings.home().keys()).password("feature");
        try (Connection connection = connect("feature", password);
                ResultSet rows =
                        connection.createStatement().executeQuery("select sum(n) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Connection connect(String role, String password) throws SQLException {
        return DriverManager.getConnection(
                PostgresCluster.url(settings.ports().postgres()), role, password);
    }
}
