package dev.flywheel.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class InfrastructureIT {

    @Test
    void givesARealBroker() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("infrastructure", 2, (short) 1))).all().get();

            assertThat(admin.listTopics().names().get()).contains("infrastructure");
        }
    }

    @Test
    void givesEachTestADatabaseWhereTheRoleOwnsOnlyItsSchema() throws SQLException {
        TestPostgres.Database database = TestPostgres.create("registry");

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine (id int)");
            assertThat(connection.getSchema()).isEqualTo("registry");
            assertThatThrownBy(() -> statement.execute("CREATE TABLE public.theirs (id int)"))
                    .hasMessageContaining("permission denied");
        }
    }
}
