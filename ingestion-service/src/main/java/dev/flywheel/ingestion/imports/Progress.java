package dev.flywheel.ingestion.imports;

/// How far an import is: every row read is in exactly one of the other three counts.
///
/// @param rowsRead also the position at which it goes on after a crash
/// @param skipped not in the sample, out of the time range, or nothing new
/// @param share of the file, from 0 to 1
public record Progress(long rowsRead, long accepted, long quarantined, long skipped, double share) {

    static final Progress NONE = new Progress(0, 0, 0, 0, 0);

    Progress plus(long moreAccepted, long moreQuarantined, long moreSkipped, double newShare) {
        return new Progress(
                rowsRead + moreAccepted + moreQuarantined + moreSkipped,
                accepted + moreAccepted,
                quarantined + moreQuarantined,
                skipped + moreSkipped,
                newShare);
    }
}
