package dev.flywheel.ingestion.imports;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/// Tells the import thread that there is something to do, so that it needn't be polled for.
@Component
class ImportSignal {

    private final Semaphore semaphore = new Semaphore(0);

    Semaphore semaphore() {
        return semaphore;
    }

    void raise() {
        semaphore.release();
    }
}
