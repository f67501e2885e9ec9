package dev.flywheel.inference.serving;

import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.bundle.OnnxBundle;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.model.scoring.RowScorer;
import dev.flywheel.onnx.graph.GraphRefusedException;
import dev.flywheel.onnx.scoring.OnnxScoring;

/// What scores for a version, whatever made it. To be closed when the version is no longer needed,
/// as a graph holds memory that is not the JVM's.
public sealed interface Scoring extends AutoCloseable {

    /// A scorer for one thread; making one is cheap.
    RowScorer scorer();

    @Override
    void close();

    /// Makes a version ready to score.
    ///
    /// @throws ServingException.NotUsable if a graph can't be run here, or not as where it comes
    ///   from
    static Scoring of(VersionBundle bundle) {
        return switch (bundle) {
            case ModelBundle planned -> new Planned(planned);
            case OnnxBundle graph -> {
                try {
                    yield new Graph(OnnxScoring.open(graph));
                } catch (GraphRefusedException e) {
                    throw new ServingException.NotUsable(e.reason());
                }
            }
        };
    }

    /// The scoring plan of a version that was trained here.
    record Planned(ModelBundle bundle) implements Scoring {

        @Override
        public RowScorer scorer() {
            return bundle.scorer();
        }

        @Override
        public void close() {}
    }

    /// A graph that was made elsewhere.
    record Graph(OnnxScoring scoring) implements Scoring {

        @Override
        public RowScorer scorer() {
            return scoring;
        }

        @Override
        public void close() {
            scoring.close();
        }
    }
}
