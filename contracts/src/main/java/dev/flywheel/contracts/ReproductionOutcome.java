package dev.flywheel.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of making a version again.
///
/// @param detail the verdict in a sentence
/// @param modelDigest of the model that was trained again; null if none was
/// @param largestScoreDifference of any golden row's score from the one in the bundle; null if none
///   was scored
/// @param differences what is not as it was, with the environment's even where the model is
///   identical
/// @param startedAt when training took it up
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReproductionOutcome(
        Verdict verdict,
        String detail,
        @Nullable String modelDigest,
        @Nullable Double largestScoreDifference,
        List<Difference> differences,
        Instant startedAt,
        Instant finishedAt) {

    public ReproductionOutcome {
        differences = List.copyOf(differences);
    }

    /// How alike the two are.
    public enum Verdict {
        /// The same model digest, and every golden row scores the same bit for bit.
        @JsonProperty("identical")
        IDENTICAL("identical"),
        /// No golden row's score differs by more than 1e-6.
        @JsonProperty("reproduced numerically")
        REPRODUCED_NUMERICALLY("reproduced numerically"),
        @JsonProperty("different")
        DIFFERENT("different"),
        /// What it was made of is gone, or was never told.
        @JsonProperty("impossible")
        IMPOSSIBLE("impossible");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /// As JSON and the version's tag spell it.
        public String word() {
            return word;
        }
    }

    /// Something that is not as it was.
    ///
    /// @param what such as `jdk`, `cpu` or `model_digest`
    /// @param original null if nobody noted it then
    /// @param rebuilt null if there is no such thing now
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Difference(String what, @Nullable String original, @Nullable String rebuilt) {}
}
