package dev.flywheel.monitoring.quality;

import dev.flywheel.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/// All judgements on quality.
@Repository
public class QualityJudgements {

    private static final TypeReference<Map<String, Estimate>> METRICS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;

    public QualityJudgements(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void save(String pipeline, JudgedQuality judged) {
        QualityJudgement judgement = judged.judgement();
        jdbc.sql(
                        """
                        insert into quality_judgement (pipeline, version, start_at, end_at,
                            predictions, joined, metrics, judgement, breached, judged_at)
                        values (:pipeline, :version, :start, :end, :predictions, :joined, :metrics,
                            :judgement, :breached, :at)
                        """)
                .param("pipeline", pipeline)
                .param("version", judged.version())
                .param("start", utc(judged.start()))
                .param("end", utc(judged.end()))
                .param("predictions", judged.predictions())
                .param("joined", judged.joined())
                .param("metrics", text(judged.metrics()))
                .param("judgement", judgement == null ? null : text(judgement))
                .param("breached", judged.breached())
                .param("at", utc(clock.instant()))
                .update();
    }

    /// The latest judgements of all versions, newest first.
    public List<JudgedQuality> latest(String pipeline, int limit) {
        return jdbc.sql(
                        """
                        select * from quality_judgement where pipeline = :pipeline
                        order by end_at desc, version desc limit :limit
                        """)
                .param("pipeline", pipeline)
                .param("limit", limit)
                .query(QualityJudgements::judged)
                .list();
    }

    private static JudgedQuality judged(ResultSet row, int index) throws SQLException {
        @Nullable String judgement = row.getString("judgement");
        return new JudgedQuality(
                row.getInt("version"),
                row.getObject("start_at", OffsetDateTime.class).toInstant(),
                row.getObject("end_at", OffsetDateTime.class).toInstant(),
                row.getLong("predictions"),
                row.getLong("joined"),
                Json.MAPPER.readValue(row.getString("metrics"), METRICS),
                judgement == null
                        ? null
                        : Json.MAPPER.readValue(judgement, QualityJudgement.class));
    }

    private static String text(Object value) {
        return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
