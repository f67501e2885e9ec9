package dev.flywheel.ingestion.imports;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.pipeline.imports.ImportSpec;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    @JsonProperty("import")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private String importName;

    private String source;
    private String path;
    @JsonIgnore private String request;

    @Enumerated(EnumType.STRING)
    private ImportStatus status;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "import_file", joinColumns = @JoinColumn(name = "import_job_id"))
    @OrderColumn(name = "number")
    private List<ImportFile> files = new ArrayList<>();

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
            UUID id, String pipeline, ImportSpec spec, List<ImportFile> files, Instant createdAt) {
        this.id = id;
        this.pipeline = pipeline;
        this.importName = spec.name();
        this.source = spec.source();
        this.path = spec.path() == null ? "" : spec.path();
        this.request = spec.definition();
        this.status = ImportStatus.QUEUED;
        this.files.addAll(files);
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

    /// Why it failed, or what it waits for; null if neither.
    public @Nullable String error() {
        return error;
    }

    public ImportStatus status() {
        return status;
    }

    /// How far it is in all its files.
    @JsonUnwrapped
    @JsonProperty
    public Progress progress() {
        return files.stream()
                .map(ImportFile::progress)
                .reduce(Progress.NONE, Progress::plus)
                .of(files.size());
    }

    /// The digest of its file; null if it has several, or has not begun.
    @JsonProperty("file_sha256")
    public @Nullable String fileSha256() {
        Digest sha256 = files.size() == 1 ? files.getFirst().sha256() : null;
        return sha256 == null ? null : sha256.hex();
    }

    String importName() {
        return importName;
    }

    String request() {
        return request;
    }

    List<ImportFile> files() {
        return List.copyOf(files);
    }

    ImportFile file(int number) {
        return files.get(number);
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
    void alive(@Nullable String trouble, Instant until) {
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
