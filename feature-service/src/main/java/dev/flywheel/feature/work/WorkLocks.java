package dev.flywheel.feature.work;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Says which jobs are being worked on, by locks of database sessions: when a worker dies, its lock
/// is gone, and whoever looks next takes the job over.
@Component
public final class WorkLocks {

    private static final Logger LOG = LoggerFactory.getLogger(WorkLocks.class);
    private static final String LOCK = "select pg_try_advisory_lock(hashtextextended(?, 0))";
    private static final String UNLOCK = "select pg_advisory_unlock(hashtextextended(?, 0))";

    private final DataSource database;

    public WorkLocks(DataSource database) {
        this.database = database;
    }

    /// Works on a job, unless another instance is about it or the database can't say.
    ///
    /// @param job its name among all jobs, such as `snapshot:s1`
    public void exclusively(String job, Runnable work) {
        try (Connection connection = database.getConnection()) {
            if (!answers(LOCK, connection, job)) {
                return;
            }
            try {
                work.run();
            } finally {
                boolean _ = answers(UNLOCK, connection, job);
            }
        } catch (SQLException e) {
            LOG.warn("{} is tried again", job, e);
        }
    }

    private static boolean answers(String sql, Connection connection, String job)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, job);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
