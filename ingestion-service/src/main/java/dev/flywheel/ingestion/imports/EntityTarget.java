package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Quarantined.Origin;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.entity.EntityChecks;
import dev.flywheel.ingestion.entity.EntityChecks.Verdict;
import dev.flywheel.ingestion.event.Candidate;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes versions of entities of rows; a version that equals the last one of its key is skipped.
final class EntityTarget implements RowTarget {

    private static final int REMEMBERED = 100_000;

    private final Pipeline pipeline;
    private final ImportPlan plan;
    private final EntitySpec entity;
    private final EntityChecks checks;
    private final Quarantine quarantine;
    private final Origin origin;
    private final Instant now;
    private final Map<String, EntityVersion> last =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, EntityVersion> eldest) {
                    return size() > REMEMBERED;
                }
            };

    EntityTarget(
            Pipeline pipeline,
            ImportPlan plan,
            EntitySpec entity,
            String importId,
            Quarantine quarantine,
            Instant now) {
        this.pipeline = pipeline;
        this.plan = plan;
        this.entity = entity;
        this.checks = new EntityChecks(pipeline, entity.name());
        this.quarantine = quarantine;
        this.origin = new Origin("entity:" + entity.name(), importId);
        this.now = now;
    }

    @Override
    public Outcome take(Row row) {
        if (RowTarget.leavesOut(plan.spec().selection(), row)) {
            return new Outcome.Skipped();
        }
        RowReading reading = RowReading.of(row, plan, entity.attributes());
        return switch (checks.check(members(reading), reading.faults(), now)) {
            case Verdict.Good(EntityVersion version) ->
                    version.equals(last.put(version.key(), version))
                            ? new Outcome.Skipped()
                            : new Outcome.Accepted(checks.message(version));
            case Verdict.Bad(String id, List<Reason> reasons) ->
                    new Outcome.Quarantined(
                            quarantine.message(
                                    pipeline.name(),
                                    id,
                                    RowReading.content(row),
                                    Candidate.TEXT,
                                    reading.told(reasons),
                                    origin),
                            reading.told(reasons));
        };
    }

    private static Map<String, @Nullable Object> members(RowReading reading) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(reading.members());
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String own : List.of("key", "valid_from")) {
            if (attributes.containsKey(own)) {
                members.put(own, attributes.remove(own));
            }
        }
        members.put("attributes", attributes);
        return members;
    }
}
