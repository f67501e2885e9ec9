package dev.flywheel.training.run;

import java.util.UUID;

/// Where runs wait for their turn. What is put in survives a crash, and is in the caller's
/// transaction.
public interface RunQueue {

    void put(UUID runId);
}
