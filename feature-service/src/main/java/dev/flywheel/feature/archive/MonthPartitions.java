package dev.flywheel.feature.archive;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/// The monthly partitions of the event table, made as months appear. A month whose partition cannot
/// be made at once goes to the default partition, where it is as correct and only slower to read.
final class MonthPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(MonthPartitions.class);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();

    MonthPartitions(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    void prepare(Collection<Instant> eventTimes) {
        eventTimes.stream()
                .map(time -> YearMonth.from(time.atOffset(ZoneOffset.UTC)))
                .distinct()
                .filter(known::add)
                .forEach(this::create);
    }

    private void create(YearMonth month) {
        String sql =
                "create table if not exists event_%d_%02d partition of event for values from ('%s') to ('%s')"
                        .formatted(
                                month.getYear(),
                                month.getMonthValue(),
                                start(month),
                                start(month.plusMonths(1)));
        try {
            transaction.executeWithoutResult(_ -> {
                // A partition needs a lock that waits for every reader; nobody shall wait for it.
                jdbc.execute("set local lock_timeout = '2s'");
                jdbc.execute(sql);
            });
        } catch (DataAccessException e) {
            LOG.warn(
                    "The default partition takes the events of {}: {}",
                    month,
                    e.getMostSpecificCause().getMessage());
        }
    }

    private static String start(YearMonth month) {
        return month.atDay(1) + " 00:00:00+00";
    }
}
