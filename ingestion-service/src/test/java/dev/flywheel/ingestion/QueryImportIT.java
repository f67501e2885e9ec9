package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.IngestionClient.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/// Imports of what queries find in somebody's PostgreSQL.
class QueryImportIT extends RunningIngestion {

    @Autowired private JdbcTemplate jdbc;

    @BeforeEach
    void opensTheShop() throws SQLException {
        inTheShop("drop table if exists sale, stock");
        inTheShop(
                """
                create table sale (id bigint, buyer text, what text, at timestamptz, page int,
                    changed_at timestamp)
                """);
        inTheShop("create table stock (sku text, cost numeric(10, 2))");
        jdbc.update("delete from import_file");
        jdbc.update("delete from import_job");
    }

    @Test
    void importsWhatCameSinceTheLastTime() throws SQLException {
        sell(1, "since", 1, 250);

        Answer first = client.imported("{\"import\":\"sales\"}");
        sell(251, "since", 1, 3);
        Answer second = client.imported("{\"import\":\"sales\"}");
        Answer third = client.imported("{\"import\":\"sales\"}");

        assertThat(first.text("status")).as(first.body()).isEqualTo("SUCCEEDED");
        assertThat(first.number("accepted")).isEqualTo(250);
        assertThat(second.number("accepted")).as(second.body()).isEqualTo(3);
        assertThat(third.number("rows_read")).isZero();
        assertThat(third.json().path("files").path(0).path("position").asString())
                .isEqualTo("2025-05-01T00:04:13");
        assertThat(eventsOf("since")).hasSize(253);
        assertThat(eventsOf("since").getFirst().eventTime())
                .isEqualTo(Instant.parse("2025-04-30T08:00:00Z"));
        assertThat(eventsOf("since").getFirst().values()).containsEntry("page", 1L);
    }

    @Test
    void beginsWhereItIsToldTo() throws SQLException {
        sell(1, "told", 1, 10);
        client.imported("{\"import\":\"sales\"}");

        Answer again = client.imported("{\"import\":\"sales\",\"since\":\"2025-05-01T00:00:07\"}");

        assertThat(again.number("accepted")).as(again.body()).isEqualTo(3);
        assertThat(eventsOf("told")).hasSize(13);
        assertThat(eventsOf("told").stream().distinct()).hasSize(10);
    }

    @Test
    void goesOnBehindTheLastPositionThatIsSettled() throws SQLException {
        sell(1, "settled", 1, 20);
        String id = client.imported("{\"import\":\"sales\"}").text("id");

        // As a process leaves it that died after it had written down row 15.
        jdbc.update(
                "update import_file set finished = false, rows_read = 15, accepted = 15,"
                        + " position = '2025-05-01T00:00:15'");
        jdbc.update(
                "update import_job set status = 'RUNNING', finished_at = null,"
                        + " owner = gen_random_uuid(), leased_until = now() where id = ?::uuid",
                id);

        Answer after = client.finished(id);
        assertThat(after.number("rows_read")).as(after.body()).isEqualTo(20);
        assertThat(eventsOf("settled")).hasSize(20 + 5);
        assertThat(eventsOf("settled").stream().distinct()).hasSize(20);
    }

    @Test
    void importsVersionsOfAnEntityEachTimeAnew() throws SQLException {
        inTheShop("insert into stock values ('Q1', 9.5), ('Q2', 7)");

        Answer first = client.imported("{\"import\":\"stock\"}");
        Answer second = client.imported("{\"import\":\"stock\"}");

        assertThat(first.number("accepted")).as(first.body()).isEqualTo(2);
        assertThat(second.number("accepted")).as(second.body()).isEqualTo(2);
        assertThat(topics.read(Topics.entities("clicks"), EntityVersion.class))
                .filteredOn(version -> version.key().equals("Q1"))
                .extracting(version -> version.attributes().get("price"))
                .containsOnly(9.5);
    }

    @Test
    void sendsABadRowToQuarantine() throws SQLException {
        sell(1, "bad", 9, 1);

        Answer done = client.imported("{\"import\":\"sales\"}");

        assertThat(done.number("quarantined")).as(done.body()).isEqualTo(1);
        assertThat(keptContents()).anyMatch(content -> content.contains("\"user_id\":\"bad\""));
    }

    @Test
    void onlyReads() throws SQLException {
        sell(1, "kept", 1, 4);

        Answer done = client.imported("{\"import\":\"writing\"}");

        assertThat(done.text("status")).isEqualTo("FAILED");
        assertThat(done.text("error")).contains("read-only transaction");
        assertThat(sales()).isEqualTo(4);
    }

    @Test
    void failsWhereTheRowsAreNotInTheOrderOfThePosition() throws SQLException {
        sell(1, "unordered", 1, 3);

        Answer done = client.imported("{\"import\":\"unordered\"}");

        assertThat(done.text("status")).isEqualTo("FAILED");
        assertThat(done.text("error"))
                .contains("Row 2 has the id 2 behind 3; the query must order its rows by it");
    }

    @Test
    void namesWhatIsWrongWithAQueryBeforeItBegins() {
        assertThat(refusal("{\"import\":\"named\"}"))
                .contains(
                        "position: The column 'what' is of type text, expected a number or a time");
        assertThat(refusal("{\"import\":\"lacking\"}"))
                .contains("The query has no column 'what'; it has [buyer, at]");
        assertThat(refusal("{\"import\":\"misspelt\"}"))
                .contains("The database of source 'shop' says: ", "\\\"sail\\\" does not exist");
        assertThat(refusal("{\"import\":\"sales\",\"since\":\"yesterday\"}"))
                .contains("since is 'yesterday', expected a value such as 0001-01-01T00:00");
        assertThat(refusal("{\"import\":\"sales\",\"path\":\"a.csv\"}"))
                .contains("Expected it with files only, found path of a query");
        assertThat(refusal("{\"source\":\"shop\",\"path\":\"sale\"}"))
                .contains("The source 'shop' is a database: the import needs a query");
        assertThat(refusal("{\"source\":\"shop\",\"query\":\"select * from sale\"}"))
                .contains("Only imports of the pipeline's file have it");
    }

    @Test
    void tellsThatADatabaseDoesNotAnswerAndNotItsPassword() {
        assertThat(refusal("{\"import\":\"lost\"}"))
                .contains("The database of source 'away' says: ")
                .doesNotContain("hush-hush")
                .doesNotContain(SHOP.password());
    }

    private static void sell(int first, String buyer, int page, int rows) throws SQLException {
        inTheShop(
                """
                insert into sale
                select id, '%s', 'S' || id, '2025-04-30T08:00:00Z', %d,
                    timestamp '2025-05-01' + id * interval '1 second'
                from generate_series(%d, %d) as id
                """
                        .formatted(buyer, page, first, first + rows - 1));
    }

    private static void inTheShop(String sql) throws SQLException {
        try (Connection connection = SHOP.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int sales() throws SQLException {
        try (Connection connection = SHOP.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from sale")) {
            count.next();
            return count.getInt(1);
        }
    }

    private String refusal(String body) {
        Answer answer = client.startImport(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        return answer.body();
    }
}
