package dev.flywheel.ingestion.imports.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Parquet files, written by DuckDB.
public final class ParquetFixtures {

    private ParquetFixtures() {}

    /// A file with the rows of a query.
    public static SourceFile write(Path directory, String name, String select)
            throws SQLException, java.io.IOException {
        Path plain = directory.resolve("plain.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (" + select + ") to '" + plain + "' (format parquet)");
        }
        return new SourceFile(Files.move(plain, directory.resolve(name)), name);
    }
}
