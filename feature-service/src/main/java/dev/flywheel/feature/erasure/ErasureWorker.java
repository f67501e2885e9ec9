package dev.flywheel.feature.erasure;

import dev.flywheel.feature.erasure.Erasure.Step;
import dev.flywheel.feature.erasure.ErasureTable.Job;
import dev.flywheel.feature.work.WorkLocks;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.work.WorkLoop;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Works on the erasures that were asked for, and sweeps this instance's online states.
///
/// Whoever takes one over goes on at the step that it was at. What fails is tried again for as long
/// as it takes, as nobody would accept that an erasure was given up.
@Component
final class ErasureWorker extends WorkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);

    private final Pipelines pipelines;
    private final ErasureTable table;
    private final ErasureSteps steps;
    private final OnlineSweeper online;
    private final WorkLocks locks;

    ErasureWorker(
            Pipelines pipelines,
            ErasureTable table,
            ErasureSteps steps,
            OnlineSweeper online,
            WorkLocks locks,
            ErasureProperties properties) {
        super("erasures", properties.poll(), Duration.ZERO);
        this.pipelines = pipelines;
        this.table = table;
        this.steps = steps;
        this.online = online;
        this.locks = locks;
    }

    @Override
    protected boolean look() {
        pipelines.all().stream().map(Pipeline::name).forEach(online::sweep);
        for (Job job : table.unfinished()) {
            locks.exclusively("erasure:" + job.id(), () -> goOn(job));
        }
        return false;
    }

    private void goOn(Job found) {
        // Another instance may have gone on with it since it was looked up.
        table.unfinished().stream()
                .filter(job -> job.id().equals(found.id()))
                .findFirst()
                .ifPresent(this::perform);
    }

    private void perform(Job job) {
        if (!pipelines.has(job.pipeline())) {
            table.failed(job.id(), "The pipeline is not declared any more; declare it to go on");
            return;
        }
        try {
            if (steps.perform(job)) {
                Step next = ErasureSteps.after(job.step());
                table.advance(job.id(), next);
                LOG.info("Erasure {} of {} is at {}", job.id(), job.pipeline(), next);
                wake();
            }
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.warn("Erasure {} failed at {} and is tried again", job.id(), job.step(), e);
            table.failed(
                    job.id(),
                    "%s failed and is tried again; the service's log says why: %s"
                            .formatted(job.step(), e.getClass().getSimpleName()));
        }
    }
}
