package dev.flywheel.training.execution;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.run.Findings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;
import org.tribuo.Tribuo;

/// Where a model comes from: enough to train it again.
@Component
class Provenance {

    private final String commit;
    private final String build;
    private final Clock clock;

    Provenance(TrainingProperties properties, ObjectProvider<BuildProperties> build, Clock clock) {
        BuildProperties built = build.getIfAvailable();
        String version = built == null ? null : built.getVersion();
        this.commit = properties.buildCommit();
        this.build = version == null ? "unknown" : version;
        this.clock = clock;
    }

    Map<String, Object> of(StepContext context, Findings.Winner winner) {
        SnapshotManifest snapshot = context.snapshot();
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("run_id", context.runId().toString());
        provenance.put("cause", context.request().cause());
        provenance.put("pipeline", context.pipeline().name());
        provenance.put("pipeline_hash", context.pipeline().hash());
        provenance.put("feature_set", snapshot.featureSet());
        provenance.put("snapshot", snapshot.id());
        provenance.put("snapshot_rows_sha256", snapshot.rows().sha256());
        provenance.put("snapshot_lists_sha256", snapshot.lists().sha256());
        provenance.put("archive_position", snapshot.archivePosition());
        provenance.put("first_event_time", String.valueOf(snapshot.firstEventTime()));
        provenance.put("last_event_time", String.valueOf(snapshot.lastEventTime()));
        provenance.put("seed", context.pipeline().seed());
        provenance.put("trainer", winner.hyperparameters());
        provenance.put("model_digest", winner.modelDigest());
        provenance.put("trained_at", clock.instant().toString());
        provenance.put("library", "Tribuo " + Tribuo.VERSION);
        provenance.put("jvm", property("java.vm.name") + " " + property("java.vm.version"));
        provenance.put("os", property("os.name") + " " + property("os.version"));
        provenance.put("arch", property("os.arch"));
        provenance.put("build", build);
        provenance.put("build_commit", commit);
        return provenance;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
