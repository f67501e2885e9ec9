package dev.flywheel.training.reproduction;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The queue of reproductions: a db-scheduler task for each, behind the runs that are due. One
/// whose process died is revived; one that can't go on now is tried again for as long as it takes.
@Configuration(proxyBeanMethods = false)
class ReproductionTasks {

    private static final String TASK = "reproduction";
    private static final Duration AWAY = Duration.ofSeconds(5);

    @Bean
    Task<Void> reproductionTask(ObjectProvider<Reproductions> reproductions) {
        return Tasks.custom(TASK, Void.class)
                .defaultPriority(Priority.LOW)
                .onDeadExecutionRevive()
                .onFailure(new OnFailureRetryLater<>(AWAY))
                .execute((instance, context) -> {
                    reproductions
                            .getObject()
                            .work(
                                    instance.getId(),
                                    () -> context.getSchedulerState().isShuttingDown());
                    return (_, operations) -> operations.remove();
                });
    }

    @Bean
    ReproductionQueue reproductionQueue(ObjectProvider<SchedulerClient> scheduler, Clock clock) {
        return id ->
                scheduler
                        .getObject()
                        .scheduleIfNotExists(
                                new TaskInstance.Builder<Void>(TASK, id)
                                        .priority(Priority.LOW)
                                        .build(),
                                clock.instant());
    }
}
