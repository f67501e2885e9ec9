package dev.flywheel.feature.online;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How the online state of a pipeline is doing.
///
/// @param state of Kafka Streams, such as `RUNNING`; `STARTING` before it was started, `FILLING`
///   while it runs and still lacks a part of the archive
/// @param applied distinct events that have entered on this instance; -1 while the stores cannot be
///   asked
/// @param lag records that wait before the first stage or between two; null while Kafka is away
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OnlineStatus(
        String pipeline, String featureSet, String state, long applied, @Nullable Long lag) {}
