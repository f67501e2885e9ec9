package dev.flywheel.training.run;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/// The logs of all runs.
interface LogLines extends Repository<LogLine, Long> {

    LogLine save(LogLine line);

    List<LogLine> findByRunIdOrderById(UUID runId);
}
