package dev.flywheel.monitoring.watch;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/// Whether every pipeline's log can be counted, and what keeps it from being counted.
@Component
class WatchHealth extends AbstractHealthIndicator {

    private final Pipelines pipelines;
    private final PipelineWatch watch;

    WatchHealth(Pipelines pipelines, PipelineWatch watch) {
        super("The watch's health can't be told");
        this.pipelines = pipelines;
        this.watch = watch;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (Pipeline pipeline : pipelines.all()) {
            watch.failure(pipeline.name())
                    .ifPresent(cause -> builder.down().withDetail(pipeline.name(), cause));
        }
    }
}
