package dev.flywheel.training.execution;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.flywheel.training.run.RunQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The queue of runs: a db-scheduler task for each. One whose process died is revived when its
/// heartbeats are missed, and goes on with the step that it was at.
@Configuration(proxyBeanMethods = false)
class RunTasks {

    static final String TASK = "training-run";
    private static final Duration TURN = Duration.ofSeconds(1);

    @Bean
    Task<Void> trainingRunTask(ObjectProvider<RunExecutor> executor) {
        return Tasks.custom(TASK, Void.class)
                .onDeadExecutionRevive()
                .onFailure(later())
                .execute((instance, context) ->
                        switch (execute(executor.getObject(), instance, context)) {
                            case ENDED -> (_, operations) -> operations.remove();
                            case MUST_WAIT ->
                                    (done, operations) ->
                                            operations.reschedule(
                                                    done, done.getTimeDone().plus(TURN));
                            case UNAVAILABLE ->
                                    throw new IllegalStateException(
                                            "Run " + instance.getId() + " can't go on now");
                        });
    }

    @Bean
    RunQueue runQueue(ObjectProvider<SchedulerClient> scheduler, Clock clock) {
        return runId ->
                scheduler
                        .getObject()
                        .scheduleIfNotExists(
                                new TaskInstance<>(TASK, runId.toString()), clock.instant());
    }

    private static FailureHandler<Void> later() {
        return (failed, operations) ->
                operations.reschedule(
                        failed,
                        failed.getTimeDone()
                                .plus(Patience.pause(failed.getExecution().consecutiveFailures)));
    }

    private static RunExecutor.Progress execute(
            RunExecutor executor, TaskInstance<Void> instance, ExecutionContext context) {
        return executor.execute(
                UUID.fromString(instance.getId()),
                context.getExecution().consecutiveFailures,
                () -> context.getSchedulerState().isShuttingDown());
    }
}
