package dev.flywheel.registry.tracking;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// What runs have logged, written out as answers show it: a search reads a row a run instead of a
/// hundred.
///
/// Whoever changes what a run has logged takes the text away in the same transaction, and so holds
/// its row until the end. Whoever writes the text holds the row from before it reads the log. So no
/// text is older than its log, however many registries write to one database.
@Component
class RenderedLogs {

    private static final Logger LOG = LoggerFactory.getLogger(RenderedLogs.class);
    private static final String FORGET =
            """
            insert into rendered_log (run_id, changed_at) values (?, now())
            on conflict (run_id) do update set json = null, changed_at = excluded.changed_at
            """;
    // A run that still logs would be written out again and again.
    private static final String QUIET =
            """
            select run_id from rendered_log
            where json is null and changed_at < now() - interval '2 seconds'
            limit ? for update skip locked
            """;
    private static final int BATCH = 20;

    private final JdbcTemplate jdbc;
    private final RunLog log;
    private final LogFormat format;
    private final TransactionTemplate transactions;

    RenderedLogs(
            JdbcTemplate jdbc, RunLog log, LogFormat format, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.log = log;
        this.format = format;
        this.transactions = transactions;
    }

    /// Takes the text of a run away whose log changes. To be called before the change, so that two
    /// that log to one run take turns and never wait for each other.
    void forget(String runId) {
        jdbc.update(FORGET, runId);
    }

    /// The texts of these runs, as UTF-8; of those that have none, written out for this call.
    Map<String, byte[]> of(List<String> runIds) {
        Map<String, byte[]> texts = new HashMap<>();
        jdbc.query(
                "select run_id, json from rendered_log where run_id = any(?) and json is not null",
                row -> {
                    // As they came: decoding and encoding would cost as much as all the rest.
                    texts.put(row.getString(1), row.getBytes(2));
                },
                (Object) runIds.toArray(String[]::new));
        List<String> missing = runIds.stream().filter(id -> !texts.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            texts(missing)
                    .forEach((run, text) -> texts.put(run, text.getBytes(StandardCharsets.UTF_8)));
        }
        return texts;
    }

    /// Writes out what quiet runs have logged. What fails, such as the database, is tried again.
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void writeOut() {
        boolean more = true;
        while (more) {
            try {
                more = Boolean.TRUE.equals(transactions.execute(_ -> writeSome() == BATCH));
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("What runs have logged can't be written out: {}", e.toString());
                return;
            }
        }
    }

    private int writeSome() {
        List<String> quiet = jdbc.query(QUIET, (row, _) -> row.getString(1), BATCH);
        if (quiet.isEmpty()) {
            return 0;
        }
        jdbc.batchUpdate(
                "update rendered_log set json = ? where run_id = ?",
                texts(quiet).entrySet().stream()
                        .map(text -> new Object[] {text.getValue(), text.getKey()})
                        .toList());
        return quiet.size();
    }

    private Map<String, String> texts(List<String> runIds) {
        Map<String, String> texts = new HashMap<>();
        List<RunData> data = log.data(runIds);
        for (int i = 0; i < runIds.size(); i++) {
            texts.put(runIds.get(i), format.write(data.get(i)));
        }
        return texts;
    }
}
