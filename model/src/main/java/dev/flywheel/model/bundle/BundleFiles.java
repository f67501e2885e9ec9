package dev.flywheel.model.bundle;

import dev.flywheel.contracts.artifact.Digest;
import java.util.regex.Pattern;

/// The files of a bundle and how large they may be. Whoever fetches a bundle over a network applies
/// the same limits.
public final class BundleFiles {

    public static final String MANIFEST = "manifest.json";
    public static final String MODEL = "model.pb";
    public static final String PLAN = "plan.bin";
    public static final String PIPELINE = "pipeline.yaml";
    public static final String SCHEMA = "schema.json";
    public static final String REFERENCE = "reference.json";
    public static final String GOLDEN = "golden.json";
    public static final String METRICS = "metrics.json";

    /// [SlicedMetrics]; older bundles have none.
    public static final String SLICES = "slices.json";

    /// [FeatureImportance]; older bundles have none.
    public static final String IMPORTANCE = "importance.json";

    public static final String PROVENANCE = "provenance.json";
    public static final String ML_MODEL = "MLmodel";

    /// The model as an ONNX graph, where there is one.
    public static final String ONNX = "model.onnx";

    /// How many files a bundle has at most.
    public static final int MAX_FILES = 64;

    private static final long MEBIBYTE = 1 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private BundleFiles() {}

    /// The most bytes that a file of that name may have.
    public static long limit(String file) {
        return switch (file) {
            case MODEL, PLAN, ONNX -> 1024 * MEBIBYTE;
            case MANIFEST -> MEBIBYTE;
            default -> 64 * MEBIBYTE;
        };
    }

    /// Refuses a name that is not a plain file name, so that none leads out of the directory.
    ///
    /// @throws BundleException.Malformed if it isn't
    public static void requirePlainName(String file) {
        if (!isPlainName(file)) {
            throw new BundleException.Malformed(file, "not a plain file name");
        }
    }

    static boolean isPlainName(String file) {
        return NAME.matcher(file).matches();
    }

    /// Refuses a file that is larger than its limit.
    ///
    /// @throws BundleException.TooLarge if it is
    public static void requireSize(String file, long bytes) {
        if (bytes > limit(file)) {
            throw new BundleException.TooLarge(file, bytes, limit(file));
        }
    }

    /// Refuses bytes with another checksum.
    ///
    /// @throws BundleException.Corrupt if it is another
    public static void requireDigest(String file, Digest expected, Digest actual) {
        if (!expected.equals(actual)) {
            throw new BundleException.Corrupt(file, expected, actual);
        }
    }
}
