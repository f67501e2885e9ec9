package dev.flywheel.ingestion.imports.source;

import dev.flywheel.ingestion.IngestionProperties.Source;
import dev.flywheel.ingestion.imports.rows.QueryRows;
import dev.flywheel.pipeline.imports.ImportSpec.Query;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A database that imports may query. What it says is passed on without its address and password,
/// and without the exception of the driver, which could hold them.
///
/// @param source its name
record Database(String source, Source.Jdbc settings) {

    QueryRows query(Query query, @Nullable String since) throws IOException {
        return QueryRows.open(connect(), query, since, settings.fetchSize(), this::told);
    }

    private Connection connect() throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        put(properties, "user", settings.user());
        put(properties, "password", settings.password());
        try {
            return DriverManager.getConnection(settings.url(), properties);
        } catch (SQLException e) {
            throw told(e);
        }
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private IOException told(SQLException e) {
        String said =
                Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
                        .replace(settings.url(), "its address");
        String password = settings.password();
        String first =
                (password == null || password.isEmpty() ? said : said.replace(password, "***"))
                        .lines()
                        .findFirst()
                        .orElse("");
        return new IOException("The database of source '%s' says: %s".formatted(source, first));
    }
}
