package dev.flywheel.cli.loop;

import dev.flywheel.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// Tells each finished step of a run once, with the time that it took.
final class StepTeller {

    private final Terminal terminal;
    private int told;

    StepTeller(Terminal terminal) {
        this.terminal = terminal;
    }

    void tell(RunReport run) {
        JsonNode steps = run.json().path("steps");
        while (told < steps.size()) {
            JsonNode step = steps.get(told);
            String finished = step.path("finished_at").asString("");
            if (finished.isEmpty()) {
                return;
            }
            Duration took =
                    Duration.between(
                            Instant.parse(step.path("started_at").asString("")),
                            Instant.parse(finished));
            terminal.line(
                    "  %-9s %6.1f s", step.path("step").asString(""), took.toMillis() / 1000.0);
            told++;
        }
    }
}
