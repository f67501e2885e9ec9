package dev.flywheel.ingestion.imports.rows;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of a CSV file with a header.
///
/// The file is taken apart byte by byte (as ISO 8859-1) and each field decoded for itself, so that
/// bytes which are no text spoil only their own row.
final class CsvRows implements Rows {

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /// Characters of a field; a longer one ends the import, as the end of its row can't be found in
    /// bounded memory.
    private static final int LONGEST_FIELD = 16 << 20;

    private static final int SHOWN = 60;

    /// Behind the last byte of a file: a row of its own, unless a quote is still open there.
    private static final String END = "\0\0";

    private final Charset charset;
    private final CountingInputStream counted;
    private final CsvReader<CsvRecord> csv;
    private final CloseableIterator<CsvRecord> records;
    private final Map<String, Integer> header;
    private long number;
    private @Nullable IOException unreadable;

    private CsvRows(CountingInputStream in, char separator, Charset charset) throws IOException {
        this.charset = charset;
        this.counted = in;
        this.csv =
                CsvReader.builder()
                        .fieldSeparator(separator)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowExtraCharsAfterClosingQuote(true)
                        .maxBufferSize(LONGEST_FIELD)
                        .ofCsvRecord(withEnd(withoutBom(in)), StandardCharsets.ISO_8859_1);
        this.records = csv.iterator();
        this.header = header();
    }

    /// Opens a file and reads its header.
    static CsvRows open(SourceFile file, char separator, Charset charset) throws IOException {
        CountingInputStream in = new CountingInputStream(file.open());
        try {
            return new CsvRows(in, separator, charset);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public Set<String> columns() {
        return header.keySet();
    }

    /// What is read ahead counts too.
    @Override
    public double share(long size) {
        return Math.min(1, counted.count() / (double) Math.max(1, size));
    }

    @Override
    public void skip(long rows) throws IOException {
        while (number < rows && record() != null) {
            number++;
        }
    }

    @Override
    public List<Row> next(int atMost) throws IOException {
        List<Row> rows = new ArrayList<>(atMost);
        long characters = 0;
        while (rows.size() < atMost && characters < ENOUGH) {
            Row row = rowAfter(rows);
            if (row == null) {
                break;
            }
            rows.add(row);
            characters += row.size();
        }
        return rows;
    }

    /// The next row; null at the end. What can't be read is told by the next call, so that the rows
    /// before it are not lost with it.
    private @Nullable Row rowAfter(List<Row> rows) throws IOException {
        if (unreadable != null) {
            throw unreadable;
        }
        try {
            CsvRecord next = record();
            return next == null ? null : row(next);
        } catch (IOException e) {
            if (rows.isEmpty()) {
                throw e;
            }
            unreadable = e;
            return null;
        }
    }

    private @Nullable CsvRecord record() throws IOException {
        try {
            CsvRecord next = records.hasNext() ? records.next() : null;
            boolean isEnd = next == null || next.getFields().equals(List.of(END));
            return isEnd ? null : next;
        } catch (CsvParseException e) {
            throw new IOException(
                    "Row %d can't be read, is a quote not closed? A field has more than %d characters"
                            .formatted(number + 1, LONGEST_FIELD),
                    e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Row row(CsvRecord csvRecord) throws IOException {
        number++;
        List<String> raw = new ArrayList<>(csvRecord.getFields());
        String last = raw.getLast();
        String fault =
                raw.size() == header.size()
                        ? null
                        : "Expected %d fields, found %d".formatted(header.size(), raw.size());
        if (last.endsWith("\n" + END)) {
            raw.set(raw.size() - 1, unclosed(last));
            fault = "A quote is not closed";
        }
        List<String> fields = new ArrayList<>(raw.size());
        for (String field : raw) {
            String text = decoded(field);
            if (text == null && fault == null) {
                fault = "Field %d is not %s".formatted(fields.size() + 1, charset);
            }
            fields.add(text == null ? field : text);
        }
        return new CsvRow(number, header, fields, fault);
    }

    /// The text of a file's last field, whose quote is open at the end.
    ///
    /// @throws IOException if it has taken other rows in
    private String unclosed(String field) throws IOException {
        String text = field.substring(0, field.length() - END.length() - 1);
        long lines = text.strip().lines().count() - 1;
        if (lines > 0) {
            throw new IOException(
                    "Row %d has a quote that is not closed, so that the %d lines after it can't be read"
                            .formatted(number, lines));
        }
        return text;
    }

    private Map<String, Integer> header() throws IOException {
        CsvRecord first = record();
        if (first == null) {
            throw new IOException("The file is empty: a header is needed");
        }
        if (first.getFields().getLast().endsWith("\n" + END)) {
            throw new IOException("The header has a quote that is not closed");
        }
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String raw : first.getFields()) {
            String name = decoded(raw);
            if (name == null || name.indexOf('\0') >= 0) {
                throw new IOException(
                        "The header is not %s; say which charset the file has, or convert it to UTF-8"
                                .formatted(charset));
            }
            if (name.length() > SHOWN * SHOWN) {
                throw new IOException(
                        "The header has a name of %d characters: is the first line a header?"
                                .formatted(name.length()));
            }
            if (places.putIfAbsent(name.strip(), places.size()) != null) {
                throw new IOException("The header has the column '" + shown(name) + "' twice");
            }
        }
        return places;
    }

    private static String shown(String name) {
        String text = name.strip();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    private @Nullable String decoded(String raw) {
        if (raw.chars().allMatch(c -> c < 0x80)) {
            return raw;
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static InputStream withEnd(InputStream in) {
        byte[] end = ("\n" + END).getBytes(StandardCharsets.ISO_8859_1);
        return new SequenceInputStream(in, new ByteArrayInputStream(end));
    }

    private static InputStream withoutBom(InputStream in) throws IOException {
        PushbackInputStream pushback = new PushbackInputStream(in, BOM.length);
        byte[] start = pushback.readNBytes(BOM.length);
        if (!Arrays.equals(start, BOM)) {
            pushback.unread(start);
        }
        return pushback;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
