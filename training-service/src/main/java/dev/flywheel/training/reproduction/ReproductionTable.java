package dev.flywheel.training.reproduction;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionRequested;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table of requests and outcomes.
@Component
class ReproductionTable {

    private final JdbcClient jdbc;

    ReproductionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whether the request is a new one.
    boolean add(ReproductionRequested request, Instant at) {
        return jdbc.sql(
                                """
                                insert into reproduction (id, request, received_at)
                                values (?, ?, ?) on conflict (id) do nothing
                                """)
                        .params(
                                request.reproductionId(),
                                Json.MAPPER.writeValueAsString(request),
                                Timestamp.from(at))
                        .update()
                > 0;
    }

    Optional<Reproduction> find(String id) {
        return jdbc.sql("select request, outcome from reproduction where id = ?")
                .param(id)
                .query((row, _) -> {
                    String outcome = row.getString(2);
                    return new Reproduction(
                            Json.MAPPER.readValue(row.getString(1), ReproductionRequested.class),
                            outcome == null
                                    ? null
                                    : Json.MAPPER.readValue(outcome, ReproductionOutcome.class));
                })
                .optional();
    }

    void keep(String id, ReproductionOutcome outcome) {
        jdbc.sql("update reproduction set outcome = ? where id = ?")
                .params(Json.MAPPER.writeValueAsString(outcome), id)
                .update();
    }

    void delivered(String id, Instant at) {
        jdbc.sql("update reproduction set delivered_at = ? where id = ?")
                .params(Timestamp.from(at), id)
                .update();
    }
}
