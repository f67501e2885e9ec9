package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.feature.FeatureType;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.fold.LabelledRow;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// The rows and lists of a snapshot in the making, in a DuckDB file. Use it in one thread.
final class DatasetTables implements AutoCloseable {

    private final DuckDBConnection connection;
    private final DatasetTable columns;
    private final @Nullable EntitySpec candidate;
    private final Table rows;
    private final Table lists;

    /// @param directory empty, and deleted by the caller
    DatasetTables(Pipeline pipeline, Path directory, long memoryBytes) throws SQLException {
        this.columns = DatasetTable.of(pipeline.entities().values(), pipeline.featureSet());
        this.candidate = pipeline.candidate();
        this.connection = open(directory, memoryBytes);
        this.rows = new Table("rows", columns.rows(), true);
        this.lists = new Table("lists", columns.lists(), false);
    }

    void addRows(String part, Event positive, List<LabelledRow> labelled) throws SQLException {
        rows.add(part, positive, labelled);
    }

    void addList(String part, Event positive, List<LabelledRow> labelled) throws SQLException {
        lists.add(part, positive, labelled);
    }

    /// Writes both files. Nothing can be added any more.
    void write(Path rowsFile, Path listsFile) throws SQLException {
        rows.write(rowsFile);
        lists.write(listsFile);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static DuckDBConnection open(Path directory, long memoryBytes) throws SQLException {
        Properties settings = new Properties();
        // One thread and no extensions from outside: the same rows give the same bytes.
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("memory_limit", (memoryBytes >> 10) + "KiB");
        settings.setProperty("temp_directory", directory.resolve("spill").toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        String url = "jdbc:duckdb:" + directory.resolve("dataset.duckdb");
        return DriverManager.getConnection(url, settings).unwrap(DuckDBConnection.class);
    }

    /// One of the two tables. Its file has the rows in the order in which they came.
    private final class Table {

        private final String name;
        private final boolean weighted;
        private final DuckDBAppender appender;

        Table(String name, String declared, boolean weighted) throws SQLException {
            this.name = name;
            this.weighted = weighted;
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE %s (%s)".formatted(name, declared));
            }
            this.appender = connection.createAppender(name);
        }

        void add(String part, Event positive, List<LabelledRow> labelled) throws SQLException {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, positive.eventTime());
            for (LabelledRow row : labelled) {
                appender.beginRow();
                appender.append(part);
                appender.append(positive.eventId());
                appender.appendEpochMicros(micros);
                text(row.candidate());
                appender.append(row.label());
                if (weighted) {
                    appender.append(row.weight());
                }
                for (EntitySpec key : columns.keys()) {
                    text(key.equals(candidate) ? row.candidate() : positive.text(key.key()));
                }
                values(row.features());
                appender.endRow();
            }
        }

        private void values(FeatureVector vector) throws SQLException {
            List<FeatureColumn> features = columns.features();
            for (int i = 0; i < features.size(); i++) {
                if (features.get(i).type() == FeatureType.CATEGORICAL) {
                    text(vector.category(i));
                } else if (Double.isNaN(vector.number(i))) {
                    appender.appendNull();
                } else {
                    appender.append(vector.number(i));
                }
            }
        }

        private void text(@Nullable String value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else {
                appender.append(value);
            }
        }

        void write(Path file) throws SQLException {
            appender.close();
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "COPY %s TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                                .formatted(name, file.toString().replace("'", "''")));
            }
        }
    }
}
