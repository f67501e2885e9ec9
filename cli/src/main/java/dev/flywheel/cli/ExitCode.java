package dev.flywheel.cli;

import java.util.Locale;

/// What a command came to, as the process' exit code and as a word of its `--json` answer. These
/// numbers are promised to scripts: none changes its meaning.
public enum ExitCode {
    /// It did what it was asked.
    OK(0),
    /// It did not: a service refused or did not answer, or a run failed or was cancelled.
    ERROR(1),
    /// The command line is not one that there is; nothing was done.
    USAGE(2),
    /// The gate did not let the version pass.
    REFUSED(3),
    /// An expectation stopped the run before it trained.
    HALTED(4),
    /// Done as far as one may alone; it waits for somebody's approval.
    PENDING(5),
    /// It had not ended in the time that was given; it goes on.
    TIMED_OUT(6),
    /// What was made again is not equal to what it was made after.
    DIFFERENT(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// As `--json` spells it, such as `timed_out`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
