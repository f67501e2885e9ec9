package dev.flywheel.monitoring.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.monitoring.MonitoringFixtures;
import dev.flywheel.monitoring.outcome.OutcomeJoin.Outcome;
import dev.flywheel.monitoring.quality.QualityCounts;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClosedPredictionTest {

    private static final String YAML =
            """
            name: payments
            description: Payments.
            entities:
              customer: { key: customer_id }
            events:
              payment: { entities: [customer], fields: { payment_id: category, amount: number } }
              report: { entities: [], fields: { payment_id: category, loss: number } }
            features:
              amount: { field: payment.amount }
            label: %s
            training: { candidates: [%s: {}] }
            %s
            """;

    private static final Pipeline FRAUD =
            read(
                    "{ of: payment, positive_when: { event: report, same: payment_id, within: 7d } }",
                    "logistic-regression",
                    "select_by: auc\nevaluation: { cost: { false_positive: 1, false_negative: 50 } }");

    private static final Pipeline LOSS =
            read(
                    "{ of: payment, value_when: { event: report, field: loss, same: payment_id, within: 7d } }",
                    "linear-regression",
                    "select_by: rmse");

    @Test
    void countsADecisionThatNobodyReportedAsRightlyNo() {
        QualityCounts counts = QualityCounts.empty(10);
        counts = closed(0.9, true, new Outcome(1, null)).addedTo(counts, FRAUD);
        counts = closed(0.8, true, null).addedTo(counts, FRAUD);
        counts = closed(0.1, false, null).addedTo(counts, FRAUD);
        counts = closed(0.2, false, new Outcome(1, null)).addedTo(counts, FRAUD);

        assertThat(counts.singles()).isEqualTo(4);
        assertThat(value(counts, "precision")).isCloseTo(0.5, within(1e-9));
        assertThat(value(counts, "recall")).isCloseTo(0.5, within(1e-9));
        assertThat(value(counts, "cost")).isCloseTo((1 + 50) / 4.0, within(1e-9));
    }

    @Test
    void decidesNothingWhereTheVersionDidNot() {
        QualityCounts counts =
                closed(0.9, null, new Outcome(1, null)).addedTo(QualityCounts.empty(10), FRAUD);

        assertThat(counts.metrics()).isEmpty();
        assertThat(counts.joined()).isEqualTo(1);
    }

    @Test
    void takesNoNumberForWhatIsNotKnown() {
        QualityCounts counts = QualityCounts.empty(10);
        counts = closed(1_000, null, new Outcome(1_300, null)).addedTo(counts, LOSS);
        counts = closed(2_000, null, null).addedTo(counts, LOSS);

        assertThat(value(counts, "mae")).isCloseTo(300, within(1e-9));
        assertThat(counts.singles()).isEqualTo(2);
        assertThat(counts.joined()).isEqualTo(1);
    }

    private static ClosedPrediction closed(
            double score, @Nullable Boolean decision, @Nullable Outcome outcome) {
        return new ClosedPrediction(
                new PendingPrediction(
                        "p", 1, MonitoringFixtures.START, 3, score, decision, List.of()),
                outcome);
    }

    private static double value(QualityCounts counts, String metric) {
        return Objects.requireNonNull(counts.metrics().get(metric), metric).value();
    }

    private static Pipeline read(String label, String trainer, String rest) {
        return PipelineReader.read(YAML.formatted(label, trainer, rest), "payments.yaml");
    }
}
