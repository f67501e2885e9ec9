package dev.flywheel.cli.fraud;

import dev.flywheel.cli.CliContext;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes simulated card payments to a file.
@Command(
        name = "simulate-fraud",
        description = {
            "Write made-up card payments, with fraud among them, as a CSV file for the pipeline",
            "fraud-detection. The same seed gives the same payments."
        },
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

    private static final String HEADER =
            "transaction_id,event_time,customer_id,terminal_id,amount,fraud,reported_at";

    private final CliContext context;

    @Option(
            names = "--days",
            defaultValue = "75",
            description = "How many days (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--from",
            defaultValue = "2026-06-01",
            description = "The first day (default: ${DEFAULT-VALUE}).")
    private LocalDate from = LocalDate.EPOCH;

    @Option(names = "--seed", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--customers",
            defaultValue = "5000",
            description =
                    "How many customers; there are twice as many terminals (default:"
                            + " ${DEFAULT-VALUE}).")
    private int customers;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
    private Path out = Path.of("");

    public SimulateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (days < 1 || customers < 1) {
            context.terminal().line("flywheel: --days and --customers begin at 1");
            return 2;
        }
        FraudRules rules = new FraudRules(customers, 2 * customers, FraudRules.HANDBOOK.radius());
        FraudSimulation simulation =
                new FraudSimulation(rules, from.atStartOfDay(ZoneOffset.UTC).toInstant(), seed);
        long payments = 0;
        long frauds = 0;
        Path file = context.path(out);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(HEADER + "\n");
            for (int day = 0; day < days; day++) {
                for (Transaction transaction : simulation.nextDay()) {
                    writer.write(line(transaction));
                    payments++;
                    frauds += transaction.isFraud() ? 1 : 0;
                }
            }
        }
        context.terminal().line("%,d payments, %,d of them fraud, in %s", payments, frauds, file);
        return 0;
    }

    private static String line(Transaction transaction) {
        return String.format(
                Locale.ROOT,
                "%s,%s,C%d,M%d,%.2f,%d,%s\n",
                transaction.id(),
                transaction.at(),
                transaction.customer(),
                transaction.terminal(),
                transaction.amount(),
                transaction.isFraud() ? 1 : 0,
                Objects.toString(transaction.reportedAt(), ""));
    }
}
