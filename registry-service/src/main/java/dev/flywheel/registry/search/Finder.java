package dev.flywheel.registry.search;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Runs the statement of a search and loads what it found.
@Component
public class Finder {

    private final JdbcClient client;

    Finder(JdbcClient client) {
        this.client = client;
    }

    /// What a statement finds, in its order.
    ///
    /// @param id reads the one column of the statement
    /// @param load gives what has these ids, in any order
    /// @param idOf the id of what was loaded
    public <K, T> List<T> find(
            Fragment statement,
            RowMapper<K> id,
            Function<List<K>, List<T>> load,
            Function<T, K> idOf) {
        List<K> ids = client.sql(statement.sql()).params(statement.values()).query(id).list();
        Map<K, T> found =
                load.apply(ids).stream().collect(Collectors.toMap(idOf, Function.identity()));
        return ids.stream().flatMap(key -> Stream.ofNullable(found.get(key))).toList();
    }
}
