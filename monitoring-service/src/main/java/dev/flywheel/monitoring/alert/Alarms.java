package dev.flywheel.monitoring.alert;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.TrainingRequested;
import dev.flywheel.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Raises alerts and asks for training, in the caller's transaction. Ids follow from what was
/// found, so judging the same log again says the same again.
@Component
public class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    Alarms(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Raises the alert of a new episode.
    public void raise(Finding finding) {
        alert(finding, "warning", finding.summary());
    }

    /// Asks for training if the policy says so.
    ///
    /// @return the state after it
    public RetrainState retrain(Pipeline pipeline, Finding finding, RetrainState state) {
        Instant now = clock.instant();
        RetrainDecision decision =
                new RetrainPolicy(pipeline.monitoring().retrain())
                        .decide(finding.cause(), state, now);
        return switch (decision) {
            case REQUEST -> {
                TrainingRequested request = request(finding, now);
                outbox.add(Topics.TRAINING_REQUESTS, finding.pipeline(), request);
                note(request, finding, "REQUESTED");
                yield state.requested(now);
            }
            case AWAIT_APPROVAL -> {
                note(request(finding, now), finding, "AWAITING_APPROVAL");
                yield state.requested(now);
            }
            case GIVE_UP -> {
                alert(
                        finding,
                        "critical",
                        "Training again %d times brought no new champion; no more requests until"
                                        .formatted(state.fruitless())
                                + " one is promoted. "
                                + finding.summary());
                yield state.givenUp();
            }
            case COOLING_DOWN, GIVEN_UP, NOT_WANTED -> state;
        };
    }

    private void alert(Finding finding, String severity, String summary) {
        AlertRaised alert =
                new AlertRaised(
                        id("alert", severity, finding),
                        finding.pipeline(),
                        finding.kind(),
                        severity,
                        summary,
                        clock.instant(),
                        finding.evidence());
        int added =
                jdbc.sql(
                                """
                                insert into alert (alert_id, pipeline, version, kind, severity,
                                    summary, evidence, raised_at)
                                values (:id, :pipeline, :version, :kind, :severity, :summary,
                                    :evidence, :at)
                                on conflict do nothing
                                """)
                        .param("id", alert.alertId())
                        .param("pipeline", alert.pipeline())
                        .param("version", finding.version())
                        .param("kind", alert.kind())
                        .param("severity", severity)
                        .param("summary", summary)
                        .param("evidence", text(alert.evidence()))
                        .param("at", alert.raisedAt().atOffset(ZoneOffset.UTC))
                        .update();
        if (added > 0) {
            outbox.add(Topics.ALERTS, finding.pipeline(), alert);
            LOG.warn(
                    "Alert raised pipeline={} version={} kind={} summary={}",
                    finding.pipeline(),
                    finding.version(),
                    finding.kind(),
                    summary);
        }
    }

    private void note(TrainingRequested request, Finding finding, String status) {
        jdbc.sql(
                        """
                        insert into retrain_request (request_id, pipeline, version, cause, status,
                            evidence, requested_at)
                        values (:id, :pipeline, :version, :cause, :status, :evidence, :at)
                        on conflict do nothing
                        """)
                .param("id", request.requestId())
                .param("pipeline", request.pipeline())
                .param("version", finding.version())
                .param("cause", request.cause())
                .param("status", status)
                .param("evidence", text(request.evidence()))
                .param("at", request.requestedAt().atOffset(ZoneOffset.UTC))
                .update();
        LOG.info(
                "Training requested pipeline={} cause={} status={} requestId={}",
                request.pipeline(),
                request.cause(),
                status,
                request.requestId());
    }

    private static TrainingRequested request(Finding finding, Instant now) {
        return new TrainingRequested(
                id("request", "", finding),
                finding.pipeline(),
                finding.kind(),
                now,
                finding.evidence());
    }

    private static String id(String what, String severity, Finding finding) {
        String name =
                String.join(
                        "|",
                        what,
                        severity,
                        finding.pipeline(),
                        Integer.toString(finding.version()),
                        finding.kind(),
                        finding.end().toString());
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String text(Object value) {
        return new String(Json.bytes(value), StandardCharsets.UTF_8);
    }
}
