package dev.flywheel.training.execution;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.run.RunRequest;
import dev.flywheel.training.run.TrainingRuns;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.support.CronExpression;

/// Runs by the clock: one db-scheduler task for each pipeline with a `training.schedule`, which is
/// read in UTC.
@Configuration(proxyBeanMethods = false)
class RunSchedules {

    private static final String TASK = "training-schedule";

    private final Pipelines pipelines;
    private final Clock clock;

    RunSchedules(Pipelines pipelines, Clock clock) {
        this.pipelines = pipelines;
        this.clock = clock;
    }

    @Bean
    Task<Void> trainingScheduleTask(
            ObjectProvider<TrainingRuns> runs, TrainingProperties properties) {
        return Tasks.custom(TASK, Void.class)
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    String pipeline = instance.getId();
                    Optional<Instant> next = next(pipeline);
                    if (next.isPresent()) {
                        Instant due = context.getExecution().executionTime;
                        runs.getObject().request(request(pipeline, due, properties));
                    }
                    return (done, operations) ->
                            next.ifPresentOrElse(
                                    at -> operations.reschedule(done, at), operations::remove);
                });
    }

    /// Puts every pipeline's next run where its schedule says, which may have changed.
    @EventListener
    void plan(ApplicationReadyEvent ready) {
        SchedulerClient scheduler = ready.getApplicationContext().getBean(SchedulerClient.class);
        for (Pipeline pipeline : pipelines.all()) {
            TaskInstance<Void> instance = new TaskInstance<>(TASK, pipeline.name());
            next(pipeline.name())
                    .ifPresent(at -> {
                        if (!scheduler.scheduleIfNotExists(instance, at)) {
                            keepUp(scheduler, instance, at);
                        }
                    });
        }
    }

    private void keepUp(SchedulerClient scheduler, TaskInstance<Void> instance, Instant at) {
        scheduler
                .getScheduledExecution(instance)
                .filter(planned -> !planned.isPicked())
                .filter(planned -> planned.getExecutionTime().isAfter(clock.instant()))
                .ifPresent(_ -> scheduler.reschedule(instance, at));
    }

    private Optional<Instant> next(String pipeline) {
        String schedule = pipelines.has(pipeline) ? schedule(pipeline) : null;
        if (schedule == null) {
            return Optional.empty();
        }
        // Spring's expressions begin with seconds.
        return Optional.ofNullable(
                        CronExpression.parse("0 " + schedule)
                                .next(clock.instant().atOffset(ZoneOffset.UTC)))
                .map(OffsetDateTime::toInstant);
    }

    private @Nullable String schedule(String pipeline) {
        return pipelines.get(pipeline).training().schedule();
    }

    private static RunRequest request(String pipeline, Instant due, TrainingProperties properties) {
        return new RunRequest(
                pipeline,
                "schedule",
                "schedule-%s-%s".formatted(pipeline, due),
                "schedule",
                null,
                true,
                properties.listsAtMost());
    }
}
