package dev.flywheel.benchmarks.services;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipInputStream;

/// The shop's real clicks as often as wanted: each round has sessions of its own.
final class ShopClicks {

    private static final int SESSION = 5;
    private static final int SESSIONS_IN_A_ROUND = 1_000_000;

    private ShopClicks() {}

    static void write(Path zip, Path csv, int clicks) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            int written = 0;
            for (int round = 0; written < clicks; round++) {
                written = write(zip, out, round, written, clicks);
            }
        }
    }

    private static int write(Path zip, BufferedWriter out, int round, int before, int clicks)
            throws IOException {
        int written = before;
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            in.getNextEntry();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String header = lines.readLine();
            if (round == 0) {
                out.write(header + "\n");
            }
            for (String line = lines.readLine();
                    line != null && written < clicks;
                    line = lines.readLine()) {
                String[] columns = line.split(";", -1);
                int session = Integer.parseInt(columns[SESSION]);
                columns[SESSION] = Integer.toString(session + round * SESSIONS_IN_A_ROUND);
                out.write(String.join(";", columns) + "\n");
                written++;
            }
        }
        return written;
    }
}
