package dev.flywheel.ingestion.imports;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flywheel.contracts.artifact.Digest;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/// One file of an import, and the position in it at which the import goes on.
@Embeddable
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
@JsonInclude(JsonInclude.Include.NON_NULL)
class ImportFile {

    private String path;
    private @Nullable String sha256;
    private long rowsRead;
    private long accepted;
    private long quarantined;
    private long skipped;

    @JsonProperty("progress")
    private double positionShare;

    /// Of a query.
    private @Nullable String position;

    private boolean finished;

    @SuppressWarnings("NullAway.Init")
    protected ImportFile() {}

    ImportFile(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    boolean isFinished() {
        return finished;
    }

    /// What it held when the import began with it; null if it has not.
    @JsonIgnore
    @Nullable Digest sha256() {
        return sha256 == null ? null : new Digest(sha256);
    }

    Progress progress() {
        return new Progress(rowsRead, accepted, quarantined, skipped, positionShare, position);
    }

    void begun(Digest content) {
        sha256 = content.hex();
    }

    void moved(Progress progress) {
        rowsRead = progress.rowsRead();
        accepted = progress.accepted();
        quarantined = progress.quarantined();
        skipped = progress.skipped();
        positionShare = progress.share();
        position = progress.position();
    }

    /// Where a query begins.
    void beginAt(@Nullable String newPosition) {
        position = newPosition;
    }

    void finish() {
        finished = true;
        positionShare = 1;
    }
}
