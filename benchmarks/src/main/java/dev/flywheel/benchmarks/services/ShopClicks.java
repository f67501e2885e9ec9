package dev.flywheel.benchmarks.services;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipInputStream;

/// The shop's real clicks as often as wanted: each round has sessions of its own, and a year of its
/// own, so that no file's clicks are late after those of the one before.
final class ShopClicks {

    private static final int YEAR = 0;
    private static final int SESSION = 5;
    private static final int SESSIONS_IN_A_ROUND = 1_000_000;

    private final Path zip;
    private int rounds;

    ShopClicks(Path zip) {
        this.zip = zip;
    }

    /// Writes the next clicks.
    ///
    /// @return the file's name
    String write(Path folder, int clicks) throws IOException {
        String name = "clicks-%d.csv".formatted(rounds);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name))) {
            int written = 0;
            while (written < clicks) {
                written = write(out, written, clicks);
                rounds++;
            }
        }
        return name;
    }

    private int write(BufferedWriter out, int before, int clicks) throws IOException {
        int written = before;
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            in.getNextEntry();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String header = lines.readLine();
            if (before == 0) {
                out.write(header + "\n");
            }
            for (String line = lines.readLine();
                    line != null && written < clicks;
                    line = lines.readLine()) {
                String[] columns = line.split(";", -1);
                int session = Integer.parseInt(columns[SESSION]);
                columns[SESSION] = Integer.toString(session + rounds * SESSIONS_IN_A_ROUND);
                columns[YEAR] = Integer.toString(Integer.parseInt(columns[YEAR]) + rounds);
                out.write(String.join(";", columns) + "\n");
                written++;
            }
        }
        return written;
    }
}
