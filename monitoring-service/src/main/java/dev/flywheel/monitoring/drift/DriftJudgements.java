package dev.flywheel.monitoring.drift;

import dev.flywheel.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// All judgements on drift.
@Repository
public class DriftJudgements {

    private final JdbcClient jdbc;
    private final Clock clock;

    public DriftJudgements(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void save(String pipeline, JudgedDrift judged) {
        jdbc.sql(
                        """
                        insert into drift_judgement (pipeline, version, start_at, end_at,
                            predictions, share, breached, detail, judged_at)
                        values (:pipeline, :version, :start, :end, :predictions, :share, :breached,
                            :detail, :at)
                        """)
                .param("pipeline", pipeline)
                .param("version", judged.version())
                .param("start", utc(judged.start()))
                .param("end", utc(judged.end()))
                .param("predictions", judged.predictions())
                .param("share", judged.judgement().share())
                .param("breached", judged.judgement().breached())
                .param("detail", new String(Json.bytes(judged.judgement()), StandardCharsets.UTF_8))
                .param("at", utc(clock.instant()))
                .update();
    }

    /// The latest judgements of all versions, newest first.
    public List<JudgedDrift> latest(String pipeline, int limit) {
        return jdbc.sql(
                        """
                        select * from drift_judgement where pipeline = :pipeline
                        order by end_at desc, version desc limit :limit
                        """)
                .param("pipeline", pipeline)
                .param("limit", limit)
                .query(DriftJudgements::judged)
                .list();
    }

    /// The latest judgements of one version, newest first.
    public List<JudgedDrift> latest(String pipeline, int version, int limit) {
        return jdbc.sql(
                        """
                        select * from drift_judgement
                        where pipeline = :pipeline and version = :version
                        order by end_at desc limit :limit
                        """)
                .param("pipeline", pipeline)
                .param("version", version)
                .param("limit", limit)
                .query(DriftJudgements::judged)
                .list();
    }

    private static JudgedDrift judged(ResultSet row, int index) throws SQLException {
        return new JudgedDrift(
                row.getInt("version"),
                row.getObject("start_at", OffsetDateTime.class).toInstant(),
                row.getObject("end_at", OffsetDateTime.class).toInstant(),
                row.getLong("predictions"),
                Json.read(
                        row.getString("detail").getBytes(StandardCharsets.UTF_8),
                        DriftJudgement.class));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
