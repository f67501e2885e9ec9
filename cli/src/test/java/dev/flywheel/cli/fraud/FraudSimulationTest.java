package dev.flywheel.cli.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FraudSimulationTest {

    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    @Test
    void givesTheSamePaymentsForTheSameSeed() {
        assertThat(days(3, 1)).isEqualTo(days(3, 1)).isNotEqualTo(days(3, 2));
    }

    @Test
    void hasTheHandbooksTraffic() {
        List<Transaction> payments = days(60, 7);
        List<Transaction> late =
                payments.stream()
                        .filter(payment -> payment.at().isAfter(START.plus(Duration.ofDays(30))))
                        .toList();

        // 2 payments a customer and day, of which 3.1 % fall out of the day; 52.5 on average.
        assertThat(payments).hasSizeBetween(500 * 60 * 17 / 10, 500 * 60 * 22 / 10);
        assertThat(payments).isSortedAccordingTo(java.util.Comparator.comparing(Transaction::at));
        assertThat(
                        payments.stream()
                                .filter(p -> !p.isFraud())
                                .mapToDouble(Transaction::amount)
                                .average())
                .hasValueCloseTo(52.5, within(4.0));
        assertThat(late).extracting(Transaction::scenario).contains(0, 2, 3);
    }

    @Test
    void reportsEveryFraudWithinAWeekAndNothingElse() {
        assertThat(days(20, 3))
                .allSatisfy(payment -> {
                    if (payment.isFraud()) {
                        assertThat(Duration.between(payment.at(), payment.reportedAt()))
                                .isBetween(Duration.ofHours(1), Duration.ofDays(7));
                    } else {
                        assertThat(payment.reportedAt()).isNull();
                    }
                });
    }

    private static List<Transaction> days(int days, long seed) {
        FraudSimulation simulation =
                new FraudSimulation(new FraudRules(500, 1_000, 5), START, seed);
        List<Transaction> payments = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            payments.addAll(simulation.nextDay());
        }
        return payments;
    }
}
