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

    /// The ids that a statement finds, in its order.
    ///
    /// @param id reads the one column of the statement
    public <K> List<K> find(Fragment statement, RowMapper<K> id) {
        planForTheseValues();
        return client.sql(statement.sql()).params(statement.values()).query(id).list();
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
        List<K> ids = find(statement, id);
        return inOrder(ids, load.apply(ids), idOf);
    }

    /// What was loaded, in the order of the ids.
    public static <K, T> List<T> inOrder(List<K> ids, List<T> loaded, Function<T, K> idOf) {
        Map<K, T> found = loaded.stream().collect(Collectors.toMap(idOf, Function.identity()));
        return ids.stream().flatMap(key -> Stream.ofNullable(found.get(key))).toList();
    }

    /// A plan that is made once for all values, as PostgreSQL makes after five calls, expects few
    /// rows and walks them one by one: five times as long where a filter lets half of all pass.
    /// Parallel workers take longer to start than most searches take.
    private void planForTheseValues() {
        client.sql(
                        """
                        select set_config('plan_cache_mode', 'force_custom_plan', true),
                               set_config('max_parallel_workers_per_gather', '0', true)
                        """)
                .query()
                .listOfRows();
    }
}
