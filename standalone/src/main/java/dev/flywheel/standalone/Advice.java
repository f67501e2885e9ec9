package dev.flywheel.standalone;

import java.util.List;

/// What to do about a process that died, judged by the end of its log.
public final class Advice {

    private Advice() {}

    /// One sentence, or an empty text where the log says nothing known.
    public static String on(List<String> lastLines) {
        String text = String.join("\n", lastLines);
        if (text.contains("No space left on device")) {
            return "The disk is full: free some space and start again.";
        }
        if (text.contains("Address already in use") || text.contains("was already in use")) {
            return "Its port is taken: stop the other program or set FLYWHEEL_PORT_BASE.";
        }
        if (text.contains("OutOfMemoryError") || text.contains("Cannot allocate memory")) {
            return "It ran out of memory: close other programs and start again.";
        }
        return "";
    }
}
