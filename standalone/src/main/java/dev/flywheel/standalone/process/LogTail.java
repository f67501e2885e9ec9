package dev.flywheel.standalone.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The last lines of a log, without the frames of stack traces.
public final class LogTail {

    private static final int MOST_BYTES = 64 * 1024;

    private LogTail() {}

    public static List<String> of(Path log, int lines) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long length = file.length();
            int size = (int) Math.min(length, MOST_BYTES);
            byte[] bytes = new byte[size];
            file.seek(length - size);
            file.readFully(bytes);
            List<String> telling =
                    new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .filter(LogTail::isTelling)
                            .toList();
            return telling.subList(Math.max(0, telling.size() - lines), telling.size());
        }
    }

    private static boolean isTelling(String line) {
        String text = line.strip();
        return !text.isEmpty()
                && !text.startsWith("at ")
                && !(text.startsWith("...") && text.endsWith("more"));
    }
}
