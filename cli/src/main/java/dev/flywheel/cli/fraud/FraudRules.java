package dev.flywheel.cli.fraud;

/// The size and the habits of the simulated world.
///
/// The defaults are the public rules of the simulator in "Reproducible Machine Learning for Credit
/// Card Fraud Detection - Practical Handbook" (Le Borgne, Siblini, Lebichot, Bontempi, 2022), so
/// that its published results can be compared with. What they leave open, when a fraud is reported,
/// is uniform here: after an hour at least and within the week that the handbook waits.
///
/// @param radius how far a customer goes to a terminal, on a grid of 100 x 100
public record FraudRules(int customers, int terminals, double radius) {

    static final double SIDE = 100;

    /// Of a customer: means are drawn between these.
    static final double LEAST_AMOUNT = 5;

    static final double MOST_AMOUNT = 100;
    static final double MOST_PER_DAY = 4;

    /// Scenario 1: an amount above it.
    static final double SUSPICIOUS_AMOUNT = 220;

    /// Scenario 2: so many terminals a day are compromised for so many days.
    static final int TERMINALS_A_DAY = 2;

    static final int TERMINAL_DAYS = 28;

    /// Scenario 3: so many customers a day lose their card number for so many days; a third of
    /// their payments is five times as high then.
    static final int CUSTOMERS_A_DAY = 3;

    static final int CUSTOMER_DAYS = 14;
    static final double STOLEN_SHARE = 1.0 / 3;
    static final double STOLEN_FACTOR = 5;

    static final int LEAST_REPORT_SECONDS = 3_600;
    static final int MOST_REPORT_SECONDS = 7 * 24 * 3_600;

    public static final FraudRules HANDBOOK = new FraudRules(5_000, 10_000, 5);
}
