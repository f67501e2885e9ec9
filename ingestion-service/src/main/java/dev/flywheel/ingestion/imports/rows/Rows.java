package dev.flywheel.ingestion.imports.rows;

import dev.flywheel.pipeline.imports.ImportSpec;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of a file or a query, one after the other, in bounded memory.
public interface Rows extends Closeable {

    /// Characters of a batch, as its rows are all held at a time.
    int ENOUGH = 4 << 20;

    /// Opens a file.
    ///
    /// @throws IOException if it is not of that format, in words for whoever wants it imported
    static Rows open(SourceFile file, ImportSpec spec) throws IOException {
        return switch (spec.format()) {
            case CSV -> CsvRows.open(file, spec.csv().delimiter(), spec.csv().charset());
            case NDJSON -> NdjsonRows.open(file);
            case PARQUET -> ParquetRows.open(file);
        };
    }

    /// A row that came alone, as a JSON object in UTF-8.
    static Row ofJson(long number, byte[] json) {
        return NdjsonRows.row(number, json);
    }

    /// The names of the columns; null if only each row knows.
    @Nullable Set<String> columns();

    /// Passes over rows that were read before; at the beginning only.
    void skip(long rows) throws IOException;

    /// Up to so many rows, fewer if they are long; none at the end of the file.
    List<Row> next(int atMost) throws IOException;

    /// Where to go on, once everything that was read is settled; null where rows are counted.
    default @Nullable String position() {
        return null;
    }

    /// How much of the file was read, from 0 to 1.
    ///
    /// @param size of the unpacked file, in bytes
    double share(long size);
}
