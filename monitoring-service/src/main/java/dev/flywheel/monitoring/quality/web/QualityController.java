package dev.flywheel.monitoring.quality.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.monitoring.quality.JudgedQuality;
import dev.flywheel.monitoring.quality.QualityJudgements;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.spec.Monitoring;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/quality`.
@RestController
final class QualityController {

    private final Pipelines pipelines;
    private final QualityJudgements judgements;

    QualityController(Pipelines pipelines, QualityJudgements judgements) {
        this.pipelines = pipelines;
        this.judgements = judgements;
    }

    /// The latest judged spans of all versions, newest first. A metric that is not there can't be
    /// computed from the outcomes that came.
    @GetMapping("/pipelines/{pipeline}/quality")
    QualityResponse quality(
            @PathVariable String pipeline,
            @Max(1000) @Min(1) @RequestParam(defaultValue = "50") int limit) {
        Pipeline declared = pipelines.get(pipeline);
        Monitoring.Quality watched = declared.monitoring().quality();
        return new QualityResponse(
                declared.name(),
                watched == null ? null : watched.metric().word(),
                watched == null ? null : watched.drop(),
                judgements.latest(declared.name(), limit));
    }

    /// @param metric the watched one; null if the pipeline watches none
    /// @param drop the relative drop that raises an alert
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record QualityResponse(
            String pipeline,
            @Nullable String metric,
            @Nullable Double drop,
            List<JudgedQuality> windows) {}
}
