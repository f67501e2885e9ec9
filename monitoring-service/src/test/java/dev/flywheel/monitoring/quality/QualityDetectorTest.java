package dev.flywheel.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.pipeline.spec.Metric;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityDetectorTest {

    private final QualityDetector detector = detector("ndcg@10");

    @Test
    void findsALossBeyondTheAllowedShare() {
        QualityJudgement judgement = detector.judge(estimate(0.30, 0.01), estimate(0.20, 0.01));

        assertThat(judgement.breached()).isTrue();
        assertThat(judgement.drop()).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void takesALossWithinTheErrorForChance() {
        QualityJudgement judgement = detector.judge(estimate(0.30, 0.02), estimate(0.25, 0.02));

        assertThat(judgement.drop()).isGreaterThan(0.1);
        assertThat(judgement.breached()).isFalse();
    }

    @Test
    void knowsThatLogLossIsBetterWhenLower() {
        QualityDetector loss = detector("log_loss");

        assertThat(loss.judge(estimate(0.30, 0.01), estimate(0.45, 0.01)).breached()).isTrue();
        assertThat(loss.judge(estimate(0.30, 0.01), estimate(0.20, 0.01)).breached()).isFalse();
    }

    @Test
    void staysSilentWhileNothingChanges() {
        Random random = new Random(3);
        int alarms = 0;
        for (int window = 0; window < 500; window++) {
            if (detector.judge(ranks(random), ranks(random)).breached()) {
                alarms++;
            }
        }

        assertThat(alarms).isLessThan(5);
    }

    /// 1,000 ranks of 200 users, each with a taste that the model knows more or less well.
    private static Estimate ranks(Random random) {
        QualityCounts counts = QualityCounts.empty(10);
        for (int user = 0; user < 200; user++) {
            double luck = random.nextDouble();
            for (int i = 0; i < 5; i++) {
                int rank = random.nextDouble() < luck ? 1 + random.nextInt(10) : 0;
                counts.addChoice(user % 16, rank);
            }
        }
        return Objects.requireNonNull(counts.metrics().get("ndcg@10"));
    }

    private static Estimate estimate(double value, double standardError) {
        return new Estimate(value, standardError * standardError, 1000);
    }

    private static QualityDetector detector(String metric) {
        return new QualityDetector(Objects.requireNonNull(Metric.parse(metric)), 0.1);
    }
}
