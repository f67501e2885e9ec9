package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Names;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One execution of training: its name, status and times, and where its artifacts are.
///
/// The times are the client's milliseconds, as they came.
@Entity
public class Run {

    @Id private String id;
    private long experimentId;
    private String name;
    private String userId;

    @Enumerated(EnumType.STRING)
    private RunStatus status;

    private @Nullable Long startTime;
    private @Nullable Long endTime;

    @Enumerated(EnumType.STRING)
    private LifecycleStage lifecycleStage;

    @SuppressWarnings("UnusedVariable") // asked for by the statements of Runs
    private @Nullable Instant deletedAt;

    private String artifactUri;

    @SuppressWarnings("NullAway.Init")
    protected Run() {}

    /// A run to be shown: a change of it is not kept.
    ///
    /// @param row of the table `run`
    Run(ResultSet row) throws SQLException {
        this.id = row.getString("id");
        this.experimentId = row.getLong("experiment_id");
        this.name = row.getString("name");
        this.userId = row.getString("user_id");
        this.status = RunStatus.valueOf(row.getString("status"));
        this.startTime = row.getObject("start_time", Long.class);
        this.endTime = row.getObject("end_time", Long.class);
        this.lifecycleStage = LifecycleStage.valueOf(row.getString("lifecycle_stage"));
        this.artifactUri = row.getString("artifact_uri");
    }

    Run(String id, Experiment experiment, String name, String userId, @Nullable Long startTime) {
        this.id = Names.runId(id);
        this.experimentId = experiment.id();
        this.name = name;
        this.userId = userId;
        this.status = RunStatus.RUNNING;
        this.startTime = startTime;
        this.lifecycleStage = LifecycleStage.ACTIVE;
        this.artifactUri = "%s/%s/artifacts".formatted(experiment.artifactLocation(), id);
    }

    void rename(String newName) {
        name = newName;
    }

    void moveTo(RunStatus newStatus, @Nullable Long at) {
        status = newStatus;
        endTime = at == null ? endTime : at;
    }

    void delete(Instant at) {
        if (lifecycleStage == LifecycleStage.ACTIVE) {
            lifecycleStage = LifecycleStage.DELETED;
            deletedAt = at;
        }
    }

    void restore() {
        lifecycleStage = LifecycleStage.ACTIVE;
        deletedAt = null;
    }

    /// Refuses to go on with a deleted run.
    void requireActive() {
        if (lifecycleStage != LifecycleStage.ACTIVE) {
            throw new TrackingException.RunNotActiveException(id, lifecycleStage);
        }
    }

    public String id() {
        return id;
    }

    public long experimentId() {
        return experimentId;
    }

    public String name() {
        return name;
    }

    public String userId() {
        return userId;
    }

    public RunStatus status() {
        return status;
    }

    public @Nullable Long startTime() {
        return startTime;
    }

    public @Nullable Long endTime() {
        return endTime;
    }

    public LifecycleStage lifecycleStage() {
        return lifecycleStage;
    }

    public String artifactUri() {
        return artifactUri;
    }
}
