package dev.flywheel.ingestion.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of a CSV file with a header, one after the other.
///
/// The file is taken apart byte by byte (as ISO 8859-1) and each field decoded for itself, so that
/// bytes which are no text spoil only their own row.
final class CsvRows implements Closeable {

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /// Characters of a batch, as its rows are all held at a time.
    private static final int ENOUGH = 4 << 20;

    private final Charset charset;
    private final CountingInputStream counted;
    private final CsvReader<CsvRecord> csv;
    private final CloseableIterator<CsvRecord> records;
    private final Map<String, Integer> header;
    private long number;

    private CsvRows(CountingInputStream in, char separator, Charset charset) throws IOException {
        this.charset = charset;
        this.counted = in;
        this.csv =
                CsvReader.builder()
                        .fieldSeparator(separator)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowExtraCharsAfterClosingQuote(true)
                        .ofCsvRecord(withoutBom(in), StandardCharsets.ISO_8859_1);
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

    /// The place of each column.
    Map<String, Integer> columns() {
        return header;
    }

    /// How many bytes of the file were taken so far, what is read ahead included.
    long bytesRead() {
        return counted.count();
    }

    /// Passes over rows that were read before.
    void skip(long rows) {
        while (number < rows && records.hasNext()) {
            records.next();
            number++;
        }
    }

    /// Up to so many rows, fewer if they are long; none at the end of the file.
    List<Row> next(int atMost) {
        List<Row> rows = new ArrayList<>(atMost);
        long characters = 0;
        while (rows.size() < atMost && characters < ENOUGH && records.hasNext()) {
            Row row = row(records.next());
            rows.add(row);
            characters += row.fields().stream().mapToLong(String::length).sum();
        }
        return rows;
    }

    private Row row(CsvRecord csvRecord) {
        number++;
        List<String> raw = csvRecord.getFields();
        List<String> fields = new ArrayList<>(raw.size());
        boolean whole = raw.size() == header.size();
        for (String field : raw) {
            String text = decoded(field);
            whole &= text != null;
            fields.add(text == null ? field : text);
        }
        return new Row(number, header, fields, whole);
    }

    private Map<String, Integer> header() throws IOException {
        if (!records.hasNext()) {
            throw new IOException("The file is empty: a header is needed");
        }
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String raw : records.next().getFields()) {
            String name = decoded(raw);
            if (name == null) {
                throw new IOException("The header is not " + charset);
            }
            if (places.putIfAbsent(name.strip(), places.size()) != null) {
                throw new IOException("The header has the column '" + name.strip() + "' twice");
            }
        }
        return places;
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
