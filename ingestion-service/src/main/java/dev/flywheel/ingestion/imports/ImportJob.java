package dev.flywheel.ingestion.imports;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flywheel.contracts.artifact.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One import: what was asked for, who carries it out, and how far it is.
///
/// Whoever carries it out holds a lease and renews it with every position it writes down; when the
/// lease runs out, anybody may take the import over and goes on from that position.
@Entity
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ImportJob {

    @Id private UUID id;
    private String pipeline;
    private String source;
    private String path;
    @JsonIgnore private String request;

    @Enumerated(EnumType.STRING)
    private ImportStatus status;

    @Column(name = "file_sha256")
    @JsonProperty("file_sha256")
    private String fileSha256;

    private long rowsRead;
    private long accepted;
    private long quarantined;
    private long skipped;

    @JsonProperty("progress")
    private double positionShare;

    private @Nullable String error;
    @JsonIgnore private @Nullable UUID owner;

    @SuppressWarnings("UnusedVariable") // read by the query for imports without an owner
    @JsonIgnore
    private @Nullable Instant leasedUntil;

    private Instant createdAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    @JsonIgnore @Version private long version;

    @SuppressWarnings("NullAway.Init")
    protected ImportJob() {}

    ImportJob(
            UUID id,
            String pipeline,
            String source,
            String path,
            String request,
            Digest fileSha256,
            Instant createdAt) {
        this.id = id;
        this.pipeline = pipeline;
        this.source = source;
        this.path = path;
        this.request = request;
        this.status = ImportStatus.QUEUED;
        this.fileSha256 = fileSha256.hex();
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public String pipeline() {
        return pipeline;
    }

    public String source() {
        return source;
    }

    public String path() {
        return path;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    public ImportStatus status() {
        return status;
    }

    public @Nullable String error() {
        return error;
    }

    /// How far it is.
    public Progress progress() {
        return new Progress(rowsRead, accepted, quarantined, skipped, positionShare);
    }

    String request() {
        return request;
    }

    Digest fileSha256() {
        return new Digest(fileSha256);
    }

    boolean isOwnedBy(UUID someone) {
        return status == ImportStatus.RUNNING && someone.equals(owner);
    }

    void claim(UUID newOwner, Instant now, Instant until) {
        status = ImportStatus.RUNNING;
        owner = newOwner;
        leasedUntil = until;
        if (startedAt == null) {
            startedAt = now;
        }
    }

    /// @param trouble what it is waiting for; null if it is not
    void moved(Progress progress, @Nullable String trouble, Instant until) {
        rowsRead = progress.rowsRead();
        accepted = progress.accepted();
        quarantined = progress.quarantined();
        skipped = progress.skipped();
        positionShare = progress.share();
        error = trouble;
        leasedUntil = until;
    }

    void release() {
        leasedUntil = null;
        owner = null;
    }

    void finish(@Nullable String failure, Instant now) {
        status = failure == null ? ImportStatus.SUCCEEDED : ImportStatus.FAILED;
        error = failure;
        finishedAt = now;
        release();
    }
}
