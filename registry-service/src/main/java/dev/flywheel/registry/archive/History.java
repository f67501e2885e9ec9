package dev.flywheel.registry.archive;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.promotion.AuditEntry;
import dev.flywheel.registry.promotion.Promotions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What became of a version in every registry that it has been in: the audit entries that came
/// along with it, and this registry's own that name it; the oldest first.
@Component
public class History {

    private static final int MOST = 5_000;
    private static final String REGISTRY = "registry";

    private final CarriedEntries carried;
    private final Promotions promotions;
    private final Clock clock;
    private final String name;

    History(
            CarriedEntries carried,
            Promotions promotions,
            Clock clock,
            RegistryProperties properties) {
        this.carried = carried;
        this.promotions = promotions;
        this.clock = clock;
        this.name = properties.name();
    }

    @Transactional(readOnly = true)
    public List<JsonNode> of(ModelVersion version) {
        String model = version.model().name();
        Stream<Entry> before =
                carried.findByModelAndVersionOrderById(model, version.number()).stream()
                        .map(CarriedEntry::entry);
        Stream<Entry> here =
                promotions.audit(model, MOST).reversed().stream()
                        .filter(entry -> names(entry, version.number()))
                        .map(entry -> new Entry(name, Json.MAPPER.valueToTree(entry)));
        return Stream.concat(before, here).map(Entry::told).toList();
    }

    /// Whether entries of another registry came along with a version.
    boolean hasCarried(ModelVersion version) {
        return !carried.findByModelAndVersionOrderById(version.model().name(), version.number())
                .isEmpty();
    }

    /// Keeps the entries that came along with a version.
    @Transactional
    void keep(ModelVersion version, List<Entry> entries, String carriedBy) {
        Instant now = clock.instant();
        for (Entry entry : entries) {
            carried.save(
                    new CarriedEntry(
                            version.model().name(), version.number(), entry, now, carriedBy));
        }
    }

    private static boolean names(AuditEntry entry, int version) {
        return Objects.equals(entry.toVersion(), version)
                || Objects.equals(entry.fromVersion(), version);
    }

    /// An audit entry and the registry that made it.
    record Entry(String registry, JsonNode node) {

        static Entry of(String registry, String text) {
            return new Entry(registry, Json.MAPPER.readTree(text));
        }

        /// Reads `audit.json`.
        static List<Entry> all(byte[] json) {
            try {
                List<Entry> entries = new ArrayList<>();
                for (ObjectNode node : Json.MAPPER.readValue(json, ObjectNode[].class)) {
                    JsonNode registry = node.remove(REGISTRY);
                    if (registry == null || !registry.isString()) {
                        throw new CarryException.MalformedException(
                                "audit.json has an entry that names no registry");
                    }
                    entries.add(new Entry(registry.asString(), node));
                }
                if (entries.size() > MOST) {
                    throw new CarryException.MalformedException(
                            "audit.json has %d entries, at most %d"
                                    .formatted(entries.size(), MOST));
                }
                return entries;
            } catch (JacksonException e) {
                throw new CarryException.MalformedException(
                        "audit.json can't be read: " + e.getOriginalMessage());
            }
        }

        String text() {
            return node.toString();
        }

        private JsonNode told() {
            ObjectNode told = Json.MAPPER.createObjectNode().put(REGISTRY, registry);
            node.propertyStream().forEach(field -> told.set(field.getKey(), field.getValue()));
            return told;
        }
    }
}
