package dev.flywheel.pipeline.imports;

import dev.flywheel.contracts.StableHash;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One import: where its rows come from and what they mean.
///
/// @param name in the pipeline's file; empty for one that a request brought whole
/// @param source the name of a source that is configured on the ingestion service
/// @param path within the source: a file, a folder or a glob, perhaps with a date in braces; null
///   where the source needs none
/// @param query which rows of a database are taken; null where they come from files or a topic
/// @param csv how a CSV file is spelled
/// @param columns what each member of an event, or attribute of an entity, is made of
/// @param missing texts that stand for no value, in every column
/// @param byName whether the file left `columns` out: then each member is of the column of its
///   name, if there is one
/// @param schedule a cron expression of five fields, on the wall clock in UTC; null for none
/// @param rate rows a second at most; null for no limit
/// @param definition the same as JSON, to be read again
public record ImportSpec(
        String name,
        String source,
        @Nullable String path,
        @Nullable Query query,
        Format format,
        Csv csv,
        Target target,
        Map<String, Expression> columns,
        Set<String> missing,
        boolean byName,
        Selection selection,
        @Nullable String schedule,
        @Nullable Integer rate,
        String definition) {

    /// What a sample is drawn with, so that others can draw the same.
    public static final String SALT = "sample";

    public ImportSpec {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        missing = Set.copyOf(missing);
    }

    /// How the rows of a file are written.
    public enum Format {
        CSV,
        NDJSON,
        PARQUET;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Rows of a database.
    ///
    /// @param sql with a question mark for each `:since`
    /// @param parameters how many there are
    /// @param position the column by which the rows are ordered, whose value tells how far an
    ///   import is; null if each begins anew
    /// @param since the value that the first one begins behind; null for all rows
    public record Query(
            String sql, int parameters, @Nullable String position, @Nullable String since) {}

    /// How a CSV file is spelled.
    public record Csv(char delimiter, Charset charset) {}

    /// What rows become.
    public sealed interface Target {

        record Events(EventSpec event) implements Target {}

        record Versions(EntitySpec entity) implements Target {}
    }

    /// Which rows are taken.
    ///
    /// @param where by column, the texts of which it must have one
    /// @param from takes no event before this instant
    /// @param to takes only events before this instant
    public record Selection(
            Map<String, Set<String>> where,
            @Nullable Sample sample,
            @Nullable Instant from,
            @Nullable Instant to) {

        public Selection {
            where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        }

        /// Whether a row is taken, as far as its columns tell.
        ///
        /// @throws BadValueException if the row lacks one of them
        public boolean takes(RowValues row) {
            for (Map.Entry<String, Set<String>> condition : where.entrySet()) {
                String text = row.text(condition.getKey());
                if (!condition.getValue().contains(text == null ? "" : text)) {
                    return false;
                }
            }
            return sample == null || sample.takes(row);
        }

        /// Whether an event of that time is taken.
        public boolean takes(Instant eventTime) {
            return (from == null || !eventTime.isBefore(from))
                    && (to == null || eventTime.isBefore(to));
        }
    }

    /// Takes rows by a hash of one of their columns, so that all rows of a session stay together.
    ///
    /// @param share over 0, up to 1
    public record Sample(String by, double share) {

        boolean takes(RowValues row) {
            String text = row.text(by);
            return StableHash.share(SALT, text == null ? "" : text) < share;
        }
    }
}
