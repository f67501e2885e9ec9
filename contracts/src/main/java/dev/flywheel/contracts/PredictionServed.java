package dev.flywheel.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One answer of inference, as the prediction log keeps it.
///
/// @param kind whether one row was scored or candidates were ranked
/// @param arm the alias that served it, such as `champion`
/// @param eventTime the instant, on the pipeline's clock, that the features are as of
/// @param servedAt wall clock
/// @param request what the caller sent: entity keys and event fields
/// @param candidates for `predict` the scored row; for `rank` up to eight candidates drawn by hash
///   of the prediction id, a uniform sample of the population that the model was asked about
/// @param ranking for `rank`, the candidates' keys in order of score, best first; else empty
/// @param states by state key, the place and count of the online state that was read
/// @param threshold from which score the answer was yes; null where nothing was decided
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PredictionServed(
        String predictionId,
        @Nullable String requestId,
        Kind kind,
        String pipeline,
        String model,
        int version,
        String arm,
        String featureSet,
        Instant eventTime,
        Instant servedAt,
        long latencyMicros,
        Map<String, Object> request,
        List<Scored> candidates,
        List<String> ranking,
        Map<String, StateMark> states,
        List<String> warnings,
        @Nullable Double threshold) {

    /// An answer that decided nothing.
    public PredictionServed(
            String predictionId,
            @Nullable String requestId,
            Kind kind,
            String pipeline,
            String model,
            int version,
            String arm,
            String featureSet,
            Instant eventTime,
            Instant servedAt,
            long latencyMicros,
            Map<String, Object> request,
            List<Scored> candidates,
            List<String> ranking,
            Map<String, StateMark> states,
            List<String> warnings) {
        this(
                predictionId,
                requestId,
                kind,
                pipeline,
                model,
                version,
                arm,
                featureSet,
                eventTime,
                servedAt,
                latencyMicros,
                request,
                candidates,
                ranking,
                states,
                warnings,
                null);
    }

    /// What was asked.
    public enum Kind {
        PREDICT,
        RANK
    }

    /// A row as the model saw it.
    ///
    /// @param features raw values before encoding; absent if missing
    /// @param decision whether the answer was yes; null where nothing was decided
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Scored(
            Map<String, String> keys,
            Map<String, Object> features,
            double score,
            @Nullable Boolean decision) {

        public Scored(Map<String, String> keys, Map<String, Object> features, double score) {
            this(keys, features, score, null);
        }
    }

    /// How far an online state had got when it was read.
    ///
    /// @param place the greatest place applied; null if only reference data was applied
    /// @param count the events applied
    public record StateMark(@Nullable Place place, long count) {}
}
