package dev.flywheel.training.alert;

import dev.flywheel.contracts.AlertRaised;

/// Where alerts go. Raising one never fails a run.
public interface Alerts {

    void raise(AlertRaised alert);
}
