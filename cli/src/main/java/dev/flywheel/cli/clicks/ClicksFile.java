package dev.flywheel.cli.clicks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// The shop's file: a zip with one CSV.
public final class ClicksFile {

    private static final int COLUMNS = 14;

    private ClicksFile() {}

    /// Unpacks the CSV beside its final name, then gives it that name.
    public static void unpack(Path zip, Path csv) throws IOException {
        if (Files.exists(csv)) {
            return;
        }
        Path partial = csv.resolveSibling(csv.getFileName() + ".partial");
        try (InputStream in = open(zip)) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(partial, csv, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Every click, in the file's order.
    public static List<Click> read(Path zip) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open(zip), StandardCharsets.UTF_8))) {
            lines.readLine();
            List<Click> clicks = new ArrayList<>();
            long row = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                row++;
                clicks.add(parse(row, line));
            }
            return clicks;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static Click parse(long row, String line) {
        String[] c = line.split(";", -1);
        if (c.length != COLUMNS) {
            throw new IllegalArgumentException(
                    "Row %d has %d columns, not %d".formatted(row, c.length, COLUMNS));
        }
        return new Click(
                row,
                LocalDate.of(number(c[0]), number(c[1]), number(c[2])),
                number(c[3]),
                c[4],
                c[5],
                c[6],
                c[7],
                c[8],
                c[9],
                c[10],
                number(c[11]),
                c[12],
                number(c[13]));
    }

    private static int number(String text) {
        return Integer.parseInt(text.strip());
    }

    private static InputStream open(Path zip) throws IOException {
        ZipInputStream in = new ZipInputStream(Files.newInputStream(zip));
        ZipEntry entry = in.getNextEntry();
        if (entry == null) {
            in.close();
            throw new IOException(zip + " holds no file");
        }
        return in;
    }
}
