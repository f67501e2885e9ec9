package dev.flywheel.feature.featureset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.feature.online.OnlineStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a feature set is doing.
///
/// @param declared whether the pipeline's file declares it now
/// @param state `NEW`, `FILLING`, `READY`, `RETIRING` or `RETIRED`
/// @param versions of the model that read it
/// @param events that it is to be filled with from the archive
/// @param sent how many of them were sent
/// @param rows that were prepared of it
/// @param online null while no online state is kept
/// @param wholeAt when nothing of the past was missing any more; null before
/// @param unneededSince since when nothing reads it; null while something does
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FeatureSetStatus(
        String featureSet,
        boolean declared,
        String state,
        Set<Integer> versions,
        long events,
        long sent,
        long rows,
        @Nullable OnlineStatus online,
        @Nullable Instant beganAt,
        @Nullable Instant wholeAt,
        @Nullable Instant unneededSince) {}
