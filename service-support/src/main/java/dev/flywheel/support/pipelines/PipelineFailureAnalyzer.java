package dev.flywheel.support.pipelines;

import dev.flywheel.pipeline.PipelineException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Tells, instead of a stack trace, what is wrong in the pipeline files that stopped a start.
final class PipelineFailureAnalyzer extends AbstractFailureAnalyzer<PipelineException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, PipelineException cause) {
        return new FailureAnalysis(
                "The pipeline files have mistakes:\n\n" + cause.getMessage(),
                "Correct them; './flywheel validate FILE' checks a file without starting anything.",
                root);
    }
}
