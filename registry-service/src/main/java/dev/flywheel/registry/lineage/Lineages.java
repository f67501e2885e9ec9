package dev.flywheel.registry.lineage;

import static java.util.stream.Collectors.toMap;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.promotion.Promotions;
import dev.flywheel.registry.reproduction.Reproductions;
import dev.flywheel.registry.tracking.LoggedRun;
import dev.flywheel.registry.tracking.Metric;
import dev.flywheel.registry.tracking.Param;
import dev.flywheel.registry.tracking.Run;
import dev.flywheel.registry.tracking.Tracking;
import dev.flywheel.registry.tracking.TrackingException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells where versions come from.
@Component
public class Lineages {

    private static final int LATEST = 100;

    private final ModelRegistry registry;
    private final Tracking tracking;
    private final BundleDocuments documents;
    private final Promotions promotions;
    private final Reproductions reproductions;

    Lineages(
            ModelRegistry registry,
            Tracking tracking,
            BundleDocuments documents,
            Promotions promotions,
            Reproductions reproductions) {
        this.registry = registry;
        this.tracking = tracking;
        this.documents = documents;
        this.promotions = promotions;
        this.reproductions = reproductions;
    }

    /// Everything that is known of a version. It is read bit by bit, in no transaction of its own:
    /// what is not found in one of them would roll the whole back.
    public Lineage of(String model, int number) {
        ModelVersion version = registry.version(model, number);
        JsonNode provenance = documents.provenance(version);
        @Nullable LoggedRun run = run(version).orElse(null);
        return new Lineage(
                model,
                number,
                registered(version),
                pipeline(version, provenance),
                snapshot(provenance),
                run(version, provenance, run),
                training(provenance, run),
                selection(provenance),
                judgement(version, provenance),
                promotions.auditOf(model, number, LATEST),
                reproductions.latest(model, number, LATEST),
                serving(version));
    }

    /// The run may never have been here, as a version carried over from another registry's.
    private Optional<LoggedRun> run(ModelVersion version) {
        if (version.runId() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(tracking.run(version.runId()));
        } catch (TrackingException.RunNotFoundException _) {
            return Optional.empty();
        }
    }

    private static ObjectNode registered(ModelVersion version) {
        return new Section()
                .put("at", version.createdAt())
                .put("by", version.userId())
                .put("source", version.source())
                .put("status", version.status())
                .put("description", version.description())
                .put("tags", version.tags().stream().collect(toMap(Tag::key, Tag::value)))
                .json();
    }

    private @Nullable ObjectNode pipeline(ModelVersion version, JsonNode provenance) {
        return new Section()
                .put("name", provenance.path("pipeline"))
                .put("hash", provenance.path("pipeline_hash"))
                .take(provenance, "feature_set")
                .put("file", documents.pipeline(version).orElse(null))
                .orNull();
    }

    private static @Nullable ObjectNode snapshot(JsonNode provenance) {
        JsonNode manifest = provenance.path("snapshot_manifest");
        return new Section()
                .put("id", provenance.path("snapshot"))
                .put("rows", manifest.path("row_count"))
                .put("positives", manifest.path("positive_count"))
                .put("lists", manifest.path("list_count"))
                .take(provenance, "first_event_time")
                .take(provenance, "last_event_time")
                .take(provenance, "archive_position")
                .put("request", manifest.path("request"))
                .put("rows_sha256", provenance.path("snapshot_rows_sha256"))
                .put("lists_sha256", provenance.path("snapshot_lists_sha256"))
                .take(manifest, "created_at")
                .orNull();
    }

    private static @Nullable ObjectNode run(
            ModelVersion version, JsonNode provenance, @Nullable LoggedRun logged) {
        return new Section()
                .put("id", provenance.path("run_id"))
                .take(provenance, "cause")
                .take(provenance, "request_id")
                .take(provenance, "requested_by")
                .take(provenance, "requested_at")
                .take(provenance, "trained_at")
                .put("registry_run_id", version.runId())
                .put("logged", logged == null ? null : logged(logged.run()))
                .orNull();
    }

    private static ObjectNode logged(Run run) {
        return new Section()
                .put("name", run.name())
                .put("by", run.userId())
                .put("status", run.status())
                .put("started_at", instant(run.startTime()))
                .put("finished_at", instant(run.endTime()))
                .put("artifact_uri", run.artifactUri())
                .json();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable ObjectNode training(JsonNode provenance, @Nullable LoggedRun logged) {
        Section training =
                new Section()
                        .take(provenance, "trainer")
                        .take(provenance, "seed")
                        .take(provenance, "model_digest")
                        .take(provenance, "environment");
        if (logged != null) {
            training.put(
                            "parameters",
                            logged.data().params().stream()
                                    .collect(toMap(Param::key, Param::value)))
                    .put(
                            "metrics",
                            logged.data().metrics().stream()
                                    .collect(toMap(Metric::key, Metric::value)));
        }
        return training.orNull();
    }

    private static @Nullable ObjectNode selection(JsonNode provenance) {
        return new Section()
                .put("by", provenance.path("selected_by"))
                .take(provenance, "candidates")
                .orNull();
    }

    private static @Nullable ObjectNode judgement(ModelVersion version, JsonNode provenance) {
        JsonNode gate = provenance.path("gate");
        return new Section()
                .put("parent_champion", provenance.path("champion"))
                .take(provenance, "evaluations")
                .put(
                        "gate",
                        gate.isMissingNode()
                                ? version.tag("flywheel.gate")
                                        .map(verdict -> Map.of("verdict", verdict))
                                        .orElse(null)
                                : gate)
                .take(provenance, "expectations")
                .orNull();
    }

    private static ObjectNode serving(ModelVersion version) {
        ObjectNode serving = Json.MAPPER.createObjectNode();
        // An empty list tells that it serves nowhere.
        serving.set(
                "aliases", Json.MAPPER.valueToTree(version.model().aliasesOf(version.number())));
        return serving;
    }
}
