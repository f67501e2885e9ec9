package dev.flywheel.monitoring.watch;

import dev.flywheel.contracts.Json;
import dev.flywheel.monitoring.alert.Episode;
import dev.flywheel.monitoring.alert.RetrainState;
import dev.flywheel.monitoring.quality.Estimate;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Where the watch stands, for pipelines and for versions.
@Repository
public class WatchStates {

    private final JdbcClient jdbc;

    public WatchStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<WatchedPipeline> find(String pipeline) {
        return jdbc.sql("select * from watched_pipeline where pipeline = :pipeline")
                .param("pipeline", pipeline)
                .query(WatchStates::pipeline)
                .optional();
    }

    /// The state, locked until the transaction ends; made if there is none.
    WatchedPipeline lock(String pipeline) {
        jdbc.sql(
                        "insert into watched_pipeline (pipeline) values (:pipeline) on conflict do nothing")
                .param("pipeline", pipeline)
                .update();
        return jdbc.sql("select * from watched_pipeline where pipeline = :pipeline for update")
                .param("pipeline", pipeline)
                .query(WatchStates::pipeline)
                .single();
    }

    void save(WatchedPipeline state) {
        jdbc.sql(
                        """
                        update watched_pipeline set clock = :clock, outcome_clock = :outcomeClock,
                            predictions_seen = :predictions, outcomes_seen = :outcomes,
                            outcomes_joined = :joined, champion = :champion,
                            last_request_at = :last, fruitless = :fruitless, gave_up = :gaveUp
                        where pipeline = :pipeline
                        """)
                .param("clock", utc(state.clock()))
                .param("outcomeClock", utc(state.outcomeClock()))
                .param("predictions", state.predictionsSeen())
                .param("outcomes", state.outcomesSeen())
                .param("joined", state.outcomesJoined())
                .param("champion", state.champion())
                .param("last", utc(state.retrain().lastRequestAt()))
                .param("fruitless", state.retrain().fruitless())
                .param("gaveUp", state.retrain().gaveUp())
                .param("pipeline", state.pipeline())
                .update();
    }

    WatchedVersion version(String pipeline, int version) {
        return jdbc.sql(
                        "select * from watched_version where pipeline = :pipeline and version ="
                                + " :version")
                .param("pipeline", pipeline)
                .param("version", version)
                .query(WatchStates::version)
                .optional()
                .orElseGet(() -> WatchedVersion.fresh(version));
    }

    void save(String pipeline, WatchedVersion state) {
        Estimate baseline = state.baseline();
        jdbc.sql(
                        """
                        insert into watched_version (pipeline, version, drift_until, quality_until,
                            drift, quality, baseline)
                        values (:pipeline, :version, :driftUntil, :qualityUntil, :drift, :quality,
                            :baseline)
                        on conflict (pipeline, version) do update
                        set drift_until = excluded.drift_until,
                            quality_until = excluded.quality_until, drift = excluded.drift,
                            quality = excluded.quality, baseline = excluded.baseline
                        """)
                .param("pipeline", pipeline)
                .param("version", state.version())
                .param("driftUntil", utc(state.driftUntil()))
                .param("qualityUntil", utc(state.qualityUntil()))
                .param("drift", text(state.drift()))
                .param("quality", text(state.quality()))
                .param("baseline", baseline == null ? null : text(baseline))
                .update();
    }

    private static WatchedPipeline pipeline(ResultSet row, int index) throws SQLException {
        int champion = row.getInt("champion");
        @Nullable Integer version = row.wasNull() ? null : champion;
        return new WatchedPipeline(
                row.getString("pipeline"),
                instant(row, "clock"),
                instant(row, "outcome_clock"),
                row.getLong("predictions_seen"),
                row.getLong("outcomes_seen"),
                row.getLong("outcomes_joined"),
                version,
                new RetrainState(
                        instant(row, "last_request_at"),
                        row.getInt("fruitless"),
                        row.getBoolean("gave_up")));
    }

    private static WatchedVersion version(ResultSet row, int index) throws SQLException {
        @Nullable String baseline = row.getString("baseline");
        return new WatchedVersion(
                row.getInt("version"),
                instant(row, "drift_until"),
                instant(row, "quality_until"),
                read(row.getString("drift"), Episode.class),
                read(row.getString("quality"), Episode.class),
                baseline == null ? null : read(baseline, Estimate.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String text(Object value) {
        return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }
}
