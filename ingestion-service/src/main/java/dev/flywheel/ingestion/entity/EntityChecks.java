package dev.flywheel.ingestion.entity;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.event.Texts;
import dev.flywheel.pipeline.Checked;
import dev.flywheel.pipeline.EntitySchema;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges versions of one entity by what the pipeline declares of it.
public final class EntityChecks {

    /// The verdict on one version.
    public sealed interface Verdict {

        /// A version that may be delivered.
        record Good(EntityVersion version) implements Verdict {}

        /// One that goes to quarantine.
        record Bad(String id, List<Quarantined.Reason> reasons) implements Verdict {}
    }

    private final String pipeline;
    private final String entity;
    private final EntitySchema schema;

    /// @throws UnknownEntityException if the pipeline declares no such entity
    public EntityChecks(Pipeline pipeline, String entity) {
        this.pipeline = pipeline.name();
        this.entity = entity;
        this.schema = new EntitySchema(requireDeclared(pipeline, entity));
    }

    /// The entity of that name.
    ///
    /// @throws UnknownEntityException if the pipeline declares none
    public static EntitySpec requireDeclared(Pipeline pipeline, String entity) {
        EntitySpec spec = pipeline.entities().get(entity);
        if (spec == null) {
            throw new UnknownEntityException(pipeline.name(), entity, pipeline.entities().keySet());
        }
        return spec;
    }

    /// The verdict on the members `key`, `valid_from` and `attributes`, with everything that is
    /// wrong.
    ///
    /// @param faults what was already found wrong while reading
    /// @param now what `valid_from` is if absent
    public Verdict check(
            Map<String, @Nullable Object> members, List<Quarantined.Reason> faults, Instant now) {
        List<Quarantined.Reason> reasons = new ArrayList<>(faults);
        Texts.fault(members).ifPresent(reasons::add);
        String id = entity + ":" + (Texts.fault(members).isEmpty() ? members.get("key") : "");
        if (!reasons.isEmpty()) {
            return new Verdict.Bad(id, reasons);
        }
        return switch (schema.check(members, null, now)) {
            case Checked.Accepted(EntityVersion version, boolean _) -> new Verdict.Good(version);
            case Checked.Refused(List<Quarantined.Reason> found) -> new Verdict.Bad(id, found);
        };
    }

    /// The message that puts a version into the entities topic.
    public Message message(EntityVersion version) {
        return new Message(Topics.entities(pipeline), version.topicKey(), Json.bytes(version));
    }
}
