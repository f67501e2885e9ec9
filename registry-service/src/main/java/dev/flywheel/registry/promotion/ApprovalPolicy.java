package dev.flywheel.registry.promotion;

import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.spec.Gate.Promote;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Tells whether a person has to approve that a version becomes champion: if the pipeline file that
/// is sealed in its bundle says `promote: manual`. Its tags have no say, as many may write them.
@Component
class ApprovalPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovalPolicy.class);
    private static final int MOST_BYTES = 1 << 20;

    private final ArtifactIndex index;

    ApprovalPolicy(ArtifactIndex index) {
        this.index = index;
    }

    /// True also where the pipeline file can't be read; false where the bundle has none.
    boolean needsApproval(ModelVersion version) {
        return version.bundle()
                .flatMap(this::pipeline)
                .map(file -> isManual(version, file))
                .orElse(false);
    }

    private Optional<Artifact> pipeline(ArtifactPath bundle) {
        String path = bundle.directoryPrefix() + BundleFiles.PIPELINE;
        return index.below(bundle).stream()
                .filter(file -> file.isSealed() && file.path().equals(path))
                .findFirst();
    }

    private boolean isManual(ModelVersion version, Artifact file) {
        if (file.bytes() > MOST_BYTES) {
            return true;
        }
        try (InputStream in = index.open(file)) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return PipelineReader.read(yaml, file.path()).gate().promote() == Promote.MANUAL;
        } catch (PipelineException e) {
            LOG.atWarn()
                    .addKeyValue("model", version.model().name())
                    .addKeyValue("version", version.number())
                    .log(
                            "A version's pipeline file can't be read, so its promotion needs approval: {}",
                            e.toString());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
