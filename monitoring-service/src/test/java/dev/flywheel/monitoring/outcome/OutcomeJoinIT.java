package dev.flywheel.monitoring.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.monitoring.MonitoringFixtures;
import dev.flywheel.testsupport.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class OutcomeJoinIT {

    private static final Instant AT = MonitoringFixtures.START;

    @Test
    void givesBackWhatWasDecided() {
        OutcomeJoin join = new OutcomeJoin(database());
        join.keep(
                "payments",
                List.of(prediction("yes", true), prediction("no", false), prediction("?", null)));
        join.keep("payments", List.of(outcome("yes", 250.5)), null);

        List<ClosedPrediction> closed = new ArrayList<>();
        join.close(
                "payments",
                AT.plusSeconds(1),
                Duration.ofDays(7),
                (prediction, outcome) -> closed.add(new ClosedPrediction(prediction, outcome)));

        assertThat(closed)
                .extracting(
                        each -> each.prediction().decision(),
                        each -> each.outcome() == null ? null : each.outcome().label())
                .containsExactlyInAnyOrder(
                        tuple(true, 250.5), tuple(false, null), tuple(null, null));
    }

    private static PendingPrediction prediction(String id, @Nullable Boolean decision) {
        return new PendingPrediction(id, 1, AT, 3, 0.25, decision, List.of());
    }

    private static OutcomeObserved outcome(String prediction, double label) {
        return new OutcomeObserved(
                prediction, Map.of(), label, AT.plusSeconds(60), AT.plusSeconds(60), "e1");
    }

    private static DataSource database() {
        TestPostgres.Database database = TestPostgres.create("monitoring");
        DataSource source =
                new DriverManagerDataSource(database.url(), database.user(), database.password());
        Flyway.configure().dataSource(source).defaultSchema("monitoring").load().migrate();
        return source;
    }
}
