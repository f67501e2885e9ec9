package dev.flywheel.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.testsupport.TestPostgres;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The registry's schema with a role of its own for migrations.
class AuditOwnerIT {

    private final TestPostgres.Owned database = TestPostgres.createOwned("registry");
    private final JdbcTemplate service = jdbc(database.service());

    @Test
    void leavesTheServiceNoWayToChangeTheAuditTrail() {
        migrate();
        migrate();
        service.update(
                """
                insert into audit_entry (model, revision, at, who, action, alias, forced)
                values ('m', 1, now(), 'ada', 'PROMOTED', 'champion', false)
                """);

        for (String change :
                List.of(
                        "update audit_entry set who = 'nobody'",
                        "delete from audit_entry",
                        "truncate audit_entry",
                        "drop trigger audit_entry_is_append_only on audit_entry",
                        "alter table audit_entry disable trigger all",
                        "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return null; end'",
                        "drop table audit_entry",
                        "drop schema registry cascade",
                        "set role registry_owner")) {
            assertThatThrownBy(() -> service.execute(change))
                    .as(change)
                    .rootCause()
                    .message()
                    .containsAnyOf("permission denied", "must be owner");
        }
        // Granting what one does not have is a warning, and changes nothing.
        service.execute("grant update, delete on audit_entry to registry");
        assertThatThrownBy(() -> service.execute("delete from audit_entry"))
                .rootCause()
                .hasMessageContaining("permission denied");

        assertThat(service.queryForList("select who from audit_entry", String.class))
                .containsExactly("ada");
        service.update(
                "insert into outbox_message (topic, key, payload, created_at) values ('t', 'k', 'p', now())");
        assertThat(service.update("delete from outbox_message")).isEqualTo(1);
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(
                        database.owner().url(),
                        database.owner().user(),
                        database.owner().password())
                .defaultSchema("registry")
                .placeholders(Map.of("service", database.service().user()))
                .load()
                .migrate();
    }

    private static JdbcTemplate jdbc(TestPostgres.Database database) {
        return new JdbcTemplate(
                new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }
}
