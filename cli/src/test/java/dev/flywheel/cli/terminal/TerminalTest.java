package dev.flywheel.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    @Test
    void drawsABarOnATerminal() {
        Progress progress = progress(true);

        now = now.plusSeconds(1);
        progress.at(50, "half");

        assertThat(said()).contains("import [###############...............] 50 of 100 half");
    }

    @Test
    void writesALineNowAndThenIntoALog() {
        Progress progress = progress(false);

        for (int second = 1; second <= 12; second++) {
            now = now.plusSeconds(1);
            progress.at(second, "");
        }

        assertThat(said().lines()).containsExactly("  import: 5 of 100", "  import: 10 of 100");
    }

    @Test
    void alignsATable() {
        new Table()
                .row("who", "HR@10", "AUC")
                .row("popularity", "0.135", "0.667")
                .print(terminal(false));

        assertThat(said().lines())
                .containsExactly("  who         HR@10  AUC", "  popularity  0.135  0.667");
    }

    private Progress progress(boolean interactive) {
        return new Progress(terminal(interactive), "import", 100, () -> now);
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), interactive);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
