package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Names;
import org.jspecify.annotations.Nullable;

/// A data set that a run has read, as its client describes it.
///
/// @param digest tells one state of the data set from another; the name and it make the data set
/// @param sourceType what kind of source it is, such as `s3` or `hugging_face`
/// @param source where it is, mostly JSON
/// @param schema its columns, mostly JSON
/// @param profile its size and the like, mostly JSON
public record Dataset(
        String name,
        String digest,
        String sourceType,
        String source,
        @Nullable String schema,
        @Nullable String profile) {

    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_DIGEST = 36;
    private static final int LONGEST_SOURCE = 65_535;

    public Dataset {
        Names.atMost(LONGEST_NAME, "Dataset name", name);
        Names.atMost(LONGEST_DIGEST, "Dataset digest", digest);
        Names.atMost(LONGEST_SOURCE, "Dataset source", source);
        if (schema != null && schema.length() > LONGEST_SOURCE) {
            throw new InvalidValueException(
                    "Dataset schema exceeds the maximum length of " + LONGEST_SOURCE);
        }
    }
}
