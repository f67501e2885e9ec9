package dev.flywheel.model.bundle;

import java.util.Map;

/// The table of contents of a bundle.
///
/// @param format the bundle format's version
/// @param files every other file of the bundle, by name
record BundleManifest(int format, BundleIdentity identity, Map<String, Entry> files) {

    static final int FORMAT = 1;

    record Entry(String sha256, long bytes) {}
}
