package dev.flywheel.ingestion.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// How far an import, or one of its files, is: every row read is in exactly one of the other three
/// counts.
///
/// @param rowsRead in a file also the position at which it goes on after a crash
/// @param skipped not in the sample, out of the time range, or nothing new
/// @param share of the file, from 0 to 1
/// @param position of a query: the value of its position behind which it goes on
public record Progress(
        long rowsRead,
        long accepted,
        long quarantined,
        long skipped,
        @JsonProperty("progress") double share,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String position) {

    static final Progress NONE = new Progress(0, 0, 0, 0, 0);

    Progress(long rowsRead, long accepted, long quarantined, long skipped, double share) {
        this(rowsRead, accepted, quarantined, skipped, share, null);
    }

    Progress plus(long moreAccepted, long moreQuarantined, long moreSkipped, double newShare) {
        return new Progress(
                rowsRead + moreAccepted + moreQuarantined + moreSkipped,
                accepted + moreAccepted,
                quarantined + moreQuarantined,
                skipped + moreSkipped,
                newShare,
                position);
    }

    Progress at(@Nullable String newPosition) {
        return new Progress(rowsRead, accepted, quarantined, skipped, share, newPosition);
    }

    Progress plus(Progress other) {
        return plus(other.accepted, other.quarantined, other.skipped, share + other.share);
    }

    /// The sum of several as their mean share.
    Progress of(int files) {
        return new Progress(rowsRead, accepted, quarantined, skipped, share / Math.max(1, files));
    }
}
