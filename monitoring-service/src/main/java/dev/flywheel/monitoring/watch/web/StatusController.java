package dev.flywheel.monitoring.watch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.monitoring.alert.AlertLog;
import dev.flywheel.monitoring.alert.RetrainState;
import dev.flywheel.monitoring.watch.PipelineWatch;
import dev.flywheel.monitoring.watch.WatchStates;
import dev.flywheel.monitoring.watch.WatchedPipeline;
import dev.flywheel.pipeline.Pipelines;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/status`.
@RestController
final class StatusController {

    private final Pipelines pipelines;
    private final WatchStates states;
    private final AlertLog alerts;
    private final PipelineWatch watch;

    StatusController(
            Pipelines pipelines, WatchStates states, AlertLog alerts, PipelineWatch watch) {
        this.pipelines = pipelines;
        this.states = states;
        this.alerts = alerts;
        this.watch = watch;
    }

    /// How far the watch over a pipeline has got.
    @GetMapping("/pipelines/{pipeline}/status")
    StatusResponse status(@PathVariable String pipeline) {
        String name = pipelines.get(pipeline).name();
        WatchedPipeline state = states.find(name).orElseGet(() -> WatchedPipeline.fresh(name));
        return new StatusResponse(
                name,
                state.champion(),
                state.clock(),
                state.outcomeClock(),
                state.predictionsSeen(),
                state.outcomesSeen(),
                state.outcomesJoined(),
                alerts.latest(name, 1).stream().findFirst().orElse(null),
                alerts.latestRequest(name).orElse(null),
                state.retrain(),
                watch.failure(name).orElse(null));
    }

    /// @param watermark the pipeline's clock: the greatest event time seen
    /// @param outcomeWatermark how far outcomes are known
    /// @param failure why the log can't be counted now
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StatusResponse(
            String pipeline,
            @Nullable Integer champion,
            @Nullable Instant watermark,
            @Nullable Instant outcomeWatermark,
            long predictionsSeen,
            long outcomesSeen,
            long outcomesJoined,
            @Nullable AlertRaised lastAlert,
            AlertLog.@Nullable RetrainRequest lastRetrainRequest,
            RetrainState retrain,
            @Nullable String failure) {}
}
