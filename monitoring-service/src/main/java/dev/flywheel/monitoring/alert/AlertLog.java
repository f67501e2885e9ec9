package dev.flywheel.monitoring.alert;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/// The alerts and requests that there have been.
@Repository
public class AlertLog {

    private static final TypeReference<Map<String, Object>> EVIDENCE = new TypeReference<>() {};

    private final JdbcClient jdbc;

    public AlertLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The latest alerts, newest first.
    public List<AlertRaised> latest(String pipeline, int limit) {
        return jdbc.sql(
                        """
                        select * from alert where pipeline = :pipeline
                        order by raised_at desc, alert_id limit :limit
                        """)
                .param("pipeline", pipeline)
                .param("limit", limit)
                .query((row, _) ->
                        new AlertRaised(
                                row.getString("alert_id"),
                                row.getString("pipeline"),
                                row.getString("kind"),
                                row.getString("severity"),
                                row.getString("summary"),
                                row.getObject("raised_at", OffsetDateTime.class).toInstant(),
                                Json.MAPPER.readValue(row.getString("evidence"), EVIDENCE)))
                .list();
    }

    /// The latest request to train again.
    public Optional<RetrainRequest> latestRequest(String pipeline) {
        return jdbc.sql(
                        """
                        select * from retrain_request where pipeline = :pipeline
                        order by requested_at desc limit 1
                        """)
                .param("pipeline", pipeline)
                .query((row, _) ->
                        new RetrainRequest(
                                row.getString("request_id"),
                                row.getInt("version"),
                                row.getString("cause"),
                                row.getString("status"),
                                row.getObject("requested_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    public Map<String, Long> countByKind(String pipeline) {
        return count(
                "select kind, count(*) from alert where pipeline = :pipeline group by 1", pipeline);
    }

    public Map<String, Long> requestsByCause(String pipeline) {
        return count(
                "select cause, count(*) from retrain_request where pipeline = :pipeline group by 1",
                pipeline);
    }

    private Map<String, Long> count(String sql, String pipeline) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql(sql)
                .param("pipeline", pipeline)
                .query(row -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    /// A request to train again.
    ///
    /// @param version the champion whose data or quality gave the cause
    /// @param status `REQUESTED` or `AWAITING_APPROVAL`
    public record RetrainRequest(
            String requestId, int version, String cause, String status, Instant requestedAt) {}
}
