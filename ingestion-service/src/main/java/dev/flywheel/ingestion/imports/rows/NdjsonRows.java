package dev.flywheel.ingestion.imports.rows;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.event.BodyReader;
import dev.flywheel.ingestion.event.Candidate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lines of a file with one JSON object a line; empty lines are passed over.
final class NdjsonRows implements Rows {

    /// Bytes of a line; of a longer one the rest is passed over and the row refused.
    private static final int LONGEST_LINE = 4 << 20;

    private static final String LINE = "line";
    private static final String BOM = "\uFEFF";

    private final CountingInputStream in;
    private long number;

    private NdjsonRows(CountingInputStream in) {
        this.in = in;
    }

    static NdjsonRows open(SourceFile file) throws IOException {
        return new NdjsonRows(new CountingInputStream(file.open()));
    }

    @Override
    public @Nullable Set<String> columns() {
        return null;
    }

    @Override
    public double share(long size) {
        return Math.min(1, in.count() / (double) Math.max(1, size));
    }

    @Override
    public void skip(long rows) throws IOException {
        while (number < rows && row() != null) {
            // Counted by reading.
        }
    }

    @Override
    public List<Row> next(int atMost) throws IOException {
        List<Row> rows = new ArrayList<>(atMost);
        long characters = 0;
        while (rows.size() < atMost && characters < ENOUGH) {
            Row row = row();
            if (row == null) {
                break;
            }
            rows.add(row);
            characters += row.size();
        }
        return rows;
    }

    /// The next line that is not empty; null at the end.
    private @Nullable Row row() throws IOException {
        while (true) {
            Line line = line();
            if (line == null) {
                return null;
            }
            if (line.fault() != null || !line.text().isBlank()) {
                number++;
                return line.fault() == null
                        ? parsed(number, line.text())
                        : refused(number, line.text(), line.fault());
            }
        }
    }

    static Row row(long number, byte[] json) {
        Line line = decoded(json);
        return line.fault() == null
                ? parsed(number, line.text())
                : refused(number, line.text(), line.fault());
    }

    private static Row parsed(long number, String text) {
        Candidate candidate = BodyReader.readObject(0, text);
        if (!candidate.faults().isEmpty()) {
            return refused(number, text, candidate.faults().getFirst().message());
        }
        return new NamedRow(number, candidate.fields(), null, text.length());
    }

    private static Row refused(long number, String text, String fault) {
        return new NamedRow(number, Map.of(LINE, text), fault, text.length());
    }

    private @Nullable Line line() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        MessageDigest rest = null;
        long length = 0;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            length++;
            if (length <= LONGEST_LINE) {
                kept.write(next);
                continue;
            }
            if (rest == null) {
                rest = Digest.sha256();
                rest.update(kept.toByteArray());
            }
            rest.update((byte) next);
        }
        if (rest != null) {
            return new Line(
                    kept.toString(StandardCharsets.ISO_8859_1).substring(0, 1000),
                    "The line has %d bytes, more than %d; its SHA-256 is %s"
                            .formatted(length, LONGEST_LINE, Digest.ofHash(rest.digest()).hex()));
        }
        Line line = decoded(kept.toByteArray());
        return number == 0 && line.text().startsWith(BOM)
                ? new Line(line.text().substring(1), line.fault())
                : line;
    }

    private static Line decoded(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Line(text, null);
        } catch (CharacterCodingException _) {
            return new Line(
                    new String(bytes, StandardCharsets.ISO_8859_1), "The line is not UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private record Line(String text, @Nullable String fault) {}
}
