package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.pipeline.Mistake;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.PipelineReader;
import java.util.List;

/// The pipeline by which a request wants rows made.
final class AskedPipeline {

    private static final String FILE = "pipeline_file";

    private AskedPipeline() {}

    /// That of the request's own file, if it has one.
    ///
    /// @param declared the one that the service has
    /// @throws SnapshotException.BadRequest if the file has mistakes or is another pipeline's
    static Pipeline of(Pipeline declared, SnapshotRequest request) {
        String file = request.pipelineFile();
        if (file == null) {
            return declared;
        }
        try {
            Pipeline asked = PipelineReader.read(file, FILE);
            if (!asked.name().equals(declared.name())) {
                throw new SnapshotException.BadRequest(
                        List.of(
                                "%s is of the pipeline '%s', expected '%s'"
                                        .formatted(FILE, asked.name(), declared.name())));
            }
            return asked;
        } catch (PipelineException e) {
            throw new SnapshotException.BadRequest(
                    e.mistakes().stream().map(Mistake::message).toList());
        }
    }
}
