package dev.flywheel.cli.clicks;

import dev.flywheel.contracts.StableHash;

/// The time of day that the clicks lack: made up from the session's id, so that it is the same on
/// every machine and in the ingestion service's import. No session reaches into the next day.
final class SyntheticTime {

    static final int STARTS_WITHIN = 79_200;

    private SyntheticTime() {}

    /// Seconds after midnight at which a session starts.
    static int startOfSession(String session) {
        return Math.floorMod(StableHash.of(session), STARTS_WITHIN);
    }
}
