package dev.flywheel.monitoring.outcome;

import dev.flywheel.contracts.OutcomeObserved;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Predictions and outcomes that wait for each other, in PostgreSQL. Everything happens in the
/// caller's transaction.
///
/// Of several outcomes of one prediction the earliest counts, equal ones by their id, whatever the
/// order in which they came.
@Repository
public class OutcomeJoin {

    private static final String SEPARATOR = "\n";
    private static final int FETCH = 500;

    private final JdbcTemplate jdbc;

    public OutcomeJoin(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.jdbc.setFetchSize(FETCH);
    }

    /// Keeps predictions.
    ///
    /// @return the ids of those that were not known yet
    public Set<String> keep(String pipeline, List<PendingPrediction> predictions) {
        int[][] added =
                jdbc.batchUpdate(
                        """
                        insert into pending_prediction (pipeline, prediction_id, version,
                            event_time, user_group, score, ranking, decision)
                        values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                        """,
                        predictions,
                        FETCH,
                        (statement, prediction) -> {
                            statement.setString(1, pipeline);
                            statement.setString(2, prediction.predictionId());
                            statement.setInt(3, prediction.version());
                            statement.setObject(4, utc(prediction.eventTime()));
                            statement.setInt(5, prediction.group());
                            statement.setDouble(6, prediction.score());
                            if (prediction.ranking().isEmpty()) {
                                statement.setNull(7, Types.VARCHAR);
                            } else {
                                statement.setString(
                                        7, String.join(SEPARATOR, prediction.ranking()));
                            }
                            statement.setObject(8, prediction.decision(), Types.BOOLEAN);
                        });
        int[] counts = Arrays.stream(added).flatMapToInt(Arrays::stream).toArray();
        Set<String> fresh = new HashSet<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                fresh.add(predictions.get(i).predictionId());
            }
        }
        return fresh;
    }

    /// Keeps outcomes; repeated ones change nothing.
    ///
    /// @param candidateKey the member of an outcome's keys that names the chosen candidate; null
    ///   where nothing is chosen
    public void keep(
            String pipeline, Collection<OutcomeObserved> outcomes, @Nullable String candidateKey) {
        jdbc.batchUpdate(
                """
                insert into outcome
                    (pipeline, prediction_id, outcome_id, happened_at, label, candidate)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                outcomes,
                FETCH,
                (statement, outcome) -> {
                    statement.setString(1, pipeline);
                    statement.setString(2, outcome.predictionId());
                    statement.setString(3, id(outcome));
                    statement.setObject(4, utc(outcome.happenedAt()));
                    statement.setDouble(5, outcome.label());
                    statement.setString(
                            6, candidateKey == null ? null : outcome.keys().get(candidateKey));
                });
    }

    /// Marks the outcomes whose prediction is there.
    ///
    /// @param predictionIds where to look
    /// @return how many outcomes met their prediction just now
    public int join(String pipeline, Collection<String> predictionIds) {
        return jdbc.update(connection -> {
            var statement =
                    connection.prepareStatement(
                            """
                            update outcome o set joined = true
                            from pending_prediction p
                            where o.pipeline = ? and not o.joined
                            and o.prediction_id = any(?)
                            and p.pipeline = o.pipeline
                            and p.prediction_id = o.prediction_id
                            """);
            statement.setString(1, pipeline);
            statement.setArray(2, connection.createArrayOf("text", predictionIds.toArray()));
            return statement;
        });
    }

    /// The predictions before an instant with what became of them; they are forgotten.
    public void close(String pipeline, Instant before, Duration within, Sink sink) {
        jdbc.query(
                """
                select p.version, p.event_time, p.user_group, p.score, p.ranking,
                    p.decision, o.label, o.candidate
                from pending_prediction p
                left join lateral (
                    select label, candidate from outcome o
                    where o.pipeline = p.pipeline and o.prediction_id = p.prediction_id
                    and o.happened_at <= p.event_time + make_interval(secs => ?)
                    order by o.happened_at, o.outcome_id limit 1) o on true
                where p.pipeline = ? and p.event_time < ?
                """,
                row -> {
                    @Nullable String ranking = row.getString("ranking");
                    double label = row.getDouble("label");
                    Outcome outcome =
                            row.wasNull() ? null : new Outcome(label, row.getString("candidate"));
                    sink.accept(prediction(row, ranking), outcome);
                },
                within.toMillis() / 1000.0,
                pipeline,
                utc(before));
        jdbc.update(
                """
                delete from outcome o using pending_prediction p
                where p.pipeline = ? and p.event_time < ?
                and o.pipeline = p.pipeline and o.prediction_id = p.prediction_id
                """,
                pipeline,
                utc(before));
        jdbc.update(
                "delete from pending_prediction where pipeline = ? and event_time < ?",
                pipeline,
                utc(before));
    }

    /// Forgets outcomes that no prediction can meet any more.
    ///
    /// @return how many there were
    public int forget(String pipeline, Instant happenedBefore) {
        return jdbc.update(
                "delete from outcome where pipeline = ? and happened_at < ?",
                pipeline,
                utc(happenedBefore));
    }

    /// Takes predictions whose label window has closed.
    @FunctionalInterface
    public interface Sink {

        void accept(PendingPrediction prediction, @Nullable Outcome outcome);
    }

    /// What became of a prediction.
    ///
    /// @param candidate the key of the chosen candidate; null if the outcome names none
    public record Outcome(double label, @Nullable String candidate) {}

    private static PendingPrediction prediction(ResultSet row, @Nullable String ranking)
            throws SQLException {
        return new PendingPrediction(
                "",
                row.getInt("version"),
                row.getObject("event_time", OffsetDateTime.class).toInstant(),
                row.getInt("user_group"),
                row.getDouble("score"),
                row.getObject("decision", Boolean.class),
                ranking == null ? List.of() : List.of(ranking.split(SEPARATOR, -1)));
    }

    private static String id(OutcomeObserved outcome) {
        String event = outcome.eventId();
        return event == null
                ? outcome.happenedAt() + " " + outcome.label() + " " + outcome.keys()
                : event;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
