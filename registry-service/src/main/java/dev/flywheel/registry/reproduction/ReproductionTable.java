package dev.flywheel.registry.reproduction;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ReproductionOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table of reproductions, each of one version.
@Component
class ReproductionTable {

    private static final String SELECT =
            """
            select r.id, m.name, v.number, r.requested_at, r.requested_by, r.outcome
            from reproduction r join model_version v on v.id = r.version_id
                                join registered_model m on m.id = v.model_id
            """;

    private final JdbcClient jdbc;

    ReproductionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Reproduction reproduction) {
        jdbc.sql(
                        """
                        insert into reproduction (id, version_id, requested_at, requested_by)
                        select ?, v.id, ?, ?
                        from model_version v join registered_model m on m.id = v.model_id
                        where m.name = ? and v.number = ?
                        """)
                .params(
                        reproduction.id(),
                        Timestamp.from(reproduction.requestedAt()),
                        reproduction.requestedBy(),
                        reproduction.model(),
                        reproduction.version())
                .update();
    }

    /// The one of a version that has no outcome yet.
    Optional<Reproduction> findUnderWay(String model, int version) {
        return jdbc.sql(SELECT + "where m.name = ? and v.number = ? and r.outcome is null")
                .params(model, version)
                .query(ReproductionTable::reproduction)
                .optional();
    }

    Optional<Reproduction> find(UUID id) {
        return jdbc.sql(SELECT + "where r.id = ?")
                .param(id)
                .query(ReproductionTable::reproduction)
                .optional();
    }

    /// A version's, the newest first.
    List<Reproduction> latest(String model, int version, int limit) {
        return jdbc.sql(
                        SELECT
                                + "where m.name = ? and v.number = ? order by r.requested_at desc limit ?")
                .params(model, version, limit)
                .query(ReproductionTable::reproduction)
                .list();
    }

    /// Keeps an outcome, unless there is one.
    ///
    /// @return whether it is the first one
    boolean conclude(UUID id, ReproductionOutcome outcome) {
        return jdbc.sql("update reproduction set outcome = ? where id = ? and outcome is null")
                        .params(Json.MAPPER.writeValueAsString(outcome), id)
                        .update()
                > 0;
    }

    private static Reproduction reproduction(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("outcome");
        return new Reproduction(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getInt("number"),
                row.getTimestamp("requested_at").toInstant(),
                row.getString("requested_by"),
                outcome == null ? null : Json.MAPPER.readValue(outcome, ReproductionOutcome.class));
    }
}
