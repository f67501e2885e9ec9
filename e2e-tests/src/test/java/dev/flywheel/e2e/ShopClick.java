package dev.flywheel.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/// A click of the shop's file, read by the rules that the pipeline file and the data's README state
/// and by none of the project's code: an independent witness.
record ShopClick(int row, Instant at, String user, String country, String item, Item about) {

    /// What the file says of an item beside its clicks.
    record Item(
            String category,
            String colour,
            String location,
            String photography,
            double price,
            String page) {}

    private static final Map<String, String> CATEGORIES =
            Map.of("1", "trousers", "2", "skirts", "3", "blouses", "4", "sale");

    /// The clicks of a quarter of the sessions up to the end of June, by time and row.
    static List<ShopClick> history(Path zip) throws IOException {
        List<ShopClick> all = new ArrayList<>();
        Map<String, ShopClick> first = new TreeMap<>();
        try (ZipInputStream file = new ZipInputStream(Files.newInputStream(zip))) {
            file.getNextEntry();
            List<String> lines =
                    new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                            .lines()
                            .toList();
            for (int row = 1; row < lines.size(); row++) {
                ShopClick click = parse(row, lines.get(row));
                first.putIfAbsent(click.item(), click);
                all.add(click);
            }
        }
        Instant july = Instant.parse("2008-07-01T00:00:00Z");
        return all.stream()
                .filter(click -> click.at().isBefore(july))
                .filter(click -> share("sample:" + click.user()) < 0.25)
                // An item is what its first click says that it is.
                .map(click -> click.as(first.get(click.item())))
                .sorted(Comparator.comparing(ShopClick::at).thenComparing(ShopClick::row))
                .toList();
    }

    private ShopClick as(ShopClick first) {
        return new ShopClick(row, at, user, country, item, first.about);
    }

    private static ShopClick parse(int row, String line) {
        String[] c = line.split(";", -1);
        LocalDate date =
                LocalDate.of(
                        Integer.parseInt(c[0]), Integer.parseInt(c[1]), Integer.parseInt(c[2]));
        BigInteger hash = new BigInteger(1, Arrays.copyOf(sha256(c[5]), 4));
        long start = Math.floorMod(hash.intValue(), 79_200);
        Instant at =
                date.atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .plusSeconds(start + 20L * (Integer.parseInt(c[3]) - 1));
        return new ShopClick(
                row,
                at,
                c[5],
                c[4],
                c[7],
                new Item(
                        CATEGORIES.get(c[6]),
                        c[8],
                        c[9],
                        c[10].equals("1") ? "en face" : "profile",
                        Double.parseDouble(c[11]),
                        c[13]));
    }

    private static double share(String text) {
        return new BigInteger(1, Arrays.copyOf(sha256(text), 4)).doubleValue() / Math.pow(2, 32);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
