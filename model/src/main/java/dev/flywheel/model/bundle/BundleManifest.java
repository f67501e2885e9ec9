package dev.flywheel.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of contents of a bundle.
///
/// @param format the bundle format's version
/// @param kind null for a model with a scoring plan, or [OnnxBundle#KIND]
/// @param files every other file of the bundle, by name
@JsonInclude(JsonInclude.Include.NON_NULL)
record BundleManifest(
        int format, @Nullable String kind, BundleIdentity identity, Map<String, Entry> files) {

    static final int FORMAT = 1;

    record Entry(String sha256, long bytes) {}
}
