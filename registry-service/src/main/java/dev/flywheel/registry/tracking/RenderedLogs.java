package dev.flywheel.registry.tracking;

import dev.flywheel.registry.search.Finder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    // Not by Hibernate, which took a quarter of the time of a page of 1,000.
    private static final String SHOWN =
            """
            select r.*, l.json from run r left join rendered_log l on l.run_id = r.id
            where r.id = any(?)
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

    /// These runs, to be shown, in this order; the log of those that have no text is written out
    /// for this call.
    List<RenderedRun> runs(List<String> ids) {
        Map<String, byte[]> texts = new HashMap<>();
        List<Run> runs =
                jdbc.query(
                        SHOWN,
                        (row, _) -> {
                            Run run = new Run(row);
                            // As it came: decoding and encoding would cost as much as all the rest.
                            byte[] text = row.getBytes("json");
                            if (text != null) {
                                texts.put(run.id(), text);
                            }
                            return run;
                        },
                        (Object) ids.toArray(String[]::new));
        List<String> missing =
                runs.stream().map(Run::id).filter(id -> !texts.containsKey(id)).toList();
        texts(missing).forEach((id, text) -> texts.put(id, text.getBytes(StandardCharsets.UTF_8)));
        return Finder.inOrder(ids, runs, Run::id).stream()
                .map(run -> new RenderedRun(run, Objects.requireNonNull(texts.get(run.id()))))
                .toList();
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
        if (runIds.isEmpty()) {
            return texts;
        }
        List<RunData> data = log.data(runIds);
        for (int i = 0; i < runIds.size(); i++) {
            texts.put(runIds.get(i), format.write(data.get(i)));
        }
        return texts;
    }
}
