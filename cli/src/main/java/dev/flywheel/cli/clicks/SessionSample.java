package dev.flywheel.cli.clicks;

import dev.flywheel.contracts.StableHash;

/// Whole sessions, drawn by a hash of their id: the same on every machine, and in the ingestion
/// service's import.
public record SessionSample(double share) {

    /// The ingestion service draws with the same salt.
    private static final String SALT = "sample";

    public SessionSample {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A share lies in (0, 1], not " + share);
        }
    }

    public boolean has(Click click) {
        return share == 1 || StableHash.share(SALT, click.session()) < share;
    }
}
