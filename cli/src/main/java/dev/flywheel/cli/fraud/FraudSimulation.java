package dev.flywheel.cli.fraud;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Simulates payments day by day; the same seed gives the same payments.
public final class FraudSimulation {

    private static final int DAY = 24 * 3600;
    private static final double NOON = DAY / 2.0;
    private static final double SPREAD = 20_000;

    private final FraudRules rules;
    private final Instant start;
    private final RandomGenerator random;
    private final List<Customer> customers = new ArrayList<>();
    private final int[] compromisedUntil;
    private final int[] stolenUntil;
    private int day;
    private long count;

    /// @param start midnight of the first day
    public FraudSimulation(FraudRules rules, Instant start, long seed) {
        this.rules = rules;
        this.start = start;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.compromisedUntil = new int[rules.terminals()];
        this.stolenUntil = new int[rules.customers()];
        double[][] terminals = new double[rules.terminals()][];
        for (int i = 0; i < terminals.length; i++) {
            terminals[i] = place();
        }
        for (int i = 0; i < rules.customers(); i++) {
            customers.add(customer(i, terminals));
        }
    }

    /// The payments of the next day, in order of time.
    public List<Transaction> nextDay() {
        for (int i = 0; i < FraudRules.TERMINALS_A_DAY; i++) {
            compromisedUntil[random.nextInt(rules.terminals())] = day + FraudRules.TERMINAL_DAYS;
        }
        for (int i = 0; i < FraudRules.CUSTOMERS_A_DAY; i++) {
            stolenUntil[random.nextInt(rules.customers())] = day + FraudRules.CUSTOMER_DAYS;
        }
        List<Payment> payments = new ArrayList<>();
        for (Customer customer : customers) {
            int wanted = poisson(customer.perDay);
            for (int i = 0; i < wanted; i++) {
                double second = NOON + SPREAD * random.nextGaussian();
                if (second > 0 && second < DAY && !customer.terminals.isEmpty()) {
                    payments.add(payment(customer, (int) second));
                }
            }
        }
        payments.sort(Comparator.comparingInt(Payment::second));
        List<Transaction> transactions = payments.stream().map(this::transaction).toList();
        day++;
        return transactions;
    }

    private Payment payment(Customer customer, int second) {
        double amount = customer.mean + customer.mean / 2 * random.nextGaussian();
        if (amount < 0) {
            amount = random.nextDouble(0, 2 * customer.mean);
        }
        int terminal = customer.terminals.get(random.nextInt(customer.terminals.size()));
        int scenario = amount > FraudRules.SUSPICIOUS_AMOUNT ? 1 : 0;
        if (compromisedUntil[terminal] > day) {
            scenario = 2;
        }
        if (stolenUntil[customer.id] > day && random.nextDouble() < FraudRules.STOLEN_SHARE) {
            amount *= FraudRules.STOLEN_FACTOR;
            scenario = 3;
        }
        return new Payment(
                second, customer.id, terminal, Math.round(amount * 100) / 100.0, scenario);
    }

    private Transaction transaction(Payment payment) {
        Instant at = start.plus(Duration.ofDays(day)).plusSeconds(payment.second);
        int wait = random.nextInt(FraudRules.LEAST_REPORT_SECONDS, FraudRules.MOST_REPORT_SECONDS);
        return new Transaction(
                "T" + ++count,
                at,
                payment.customer,
                payment.terminal,
                payment.amount,
                payment.scenario,
                payment.scenario == 0 ? null : at.plusSeconds(wait));
    }

    private Customer customer(int id, double[][] terminals) {
        double[] home = place();
        double mean = random.nextDouble(FraudRules.LEAST_AMOUNT, FraudRules.MOST_AMOUNT);
        double perDay = random.nextDouble(0, FraudRules.MOST_PER_DAY);
        List<Integer> near = new ArrayList<>();
        for (int i = 0; i < terminals.length; i++) {
            double distance = Math.hypot(terminals[i][0] - home[0], terminals[i][1] - home[1]);
            if (distance < rules.radius()) {
                near.add(i);
            }
        }
        return new Customer(id, mean, perDay, List.copyOf(near));
    }

    private double[] place() {
        return new double[] {
            random.nextDouble(0, FraudRules.SIDE), random.nextDouble(0, FraudRules.SIDE)
        };
    }

    /// Knuth's way, by products of uniform numbers; the means are small.
    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }

    /// Someone with a card.
    ///
    /// @param mean of the amounts, whose standard deviation is half of it
    private record Customer(int id, double mean, double perDay, List<Integer> terminals) {}

    /// A payment of the day.
    private record Payment(int second, int customer, int terminal, double amount, int scenario) {}
}
