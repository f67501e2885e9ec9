package dev.flywheel.feature.erased;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/// The erased keys of each pipeline, in PostgreSQL.
public final class ErasedKeysTable {

    private final JdbcTemplate jdbc;

    public ErasedKeysTable(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
    }

    /// How many keys of that pipeline were erased. It never falls.
    public int count(String pipeline) {
        return jdbc
                .queryForList(
                        "select erasure_count from archive where pipeline = ?",
                        Integer.class,
                        pipeline)
                .stream()
                .findFirst()
                .orElse(0);
    }

    public ErasedKeys read(String pipeline) {
        return jdbc
                .queryForList(
                        "select salt from erasure_salt where pipeline = ?", byte[].class, pipeline)
                .stream()
                .findFirst()
                .map(salt -> new ErasedKeys(salt, erased(pipeline)))
                .orElse(ErasedKeys.NONE);
    }

    private List<ErasedKeys.Erased> erased(String pipeline) {
        return jdbc.query(
                "select entity, key_field, key_hash from erasure where pipeline = ?",
                (row, _) ->
                        new ErasedKeys.Erased(row.getString(1), row.getString(2), row.getString(3)),
                pipeline);
    }
}
