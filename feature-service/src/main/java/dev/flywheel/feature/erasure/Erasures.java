package dev.flywheel.feature.erasure;

import dev.flywheel.pipeline.Pipeline;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Asks for erasures, and tells what became of them.
@Component
public final class Erasures {

    private static final int LISTED = 100;

    private final ErasureTable table;
    private final ErasureWorker worker;

    Erasures(ErasureTable table, ErasureWorker worker) {
        this.table = table;
        this.worker = worker;
    }

    /// Asks for an erasure, which is done in the background. The same key is the same erasure; one
    /// that was done is done again.
    ///
    /// @param requestedBy for the audit
    /// @throws ErasureException.Refused if the request can't be carried out
    public Erasure request(Pipeline pipeline, ErasureRequest request, String requestedBy) {
        UUID id = table.request(pipeline.name(), request.check(pipeline), requestedBy);
        worker.wake();
        return find(pipeline, id);
    }

    /// An erasure that was asked for.
    ///
    /// @throws ErasureException.NotFound if it was not
    public Erasure find(Pipeline pipeline, UUID id) {
        return table.find(id)
                .filter(erasure -> erasure.pipeline().equals(pipeline.name()))
                .orElseThrow(() -> new ErasureException.NotFound(pipeline.name(), id));
    }

    /// The latest hundred.
    public List<Erasure> of(Pipeline pipeline) {
        return table.of(pipeline.name(), LISTED);
    }
}
