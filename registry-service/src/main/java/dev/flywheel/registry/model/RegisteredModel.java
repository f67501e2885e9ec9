package dev.flywheel.registry.model;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.naming.Tag;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A name under which versions are numbered and aliases point at them.
///
/// Whoever numbers a version or moves an alias holds the row's lock.
@Entity
public class RegisteredModel {

    private static final int REMEMBERED_CHAMPIONS = 50;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name;
    private @Nullable String description;
    private Instant createdAt;
    private Instant lastUpdatedAt;
    private int lastVersion;
    private long revision;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<Integer> formerChampions = new ArrayList<>();

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "model_alias", joinColumns = @JoinColumn(name = "model_id"))
    @MapKeyColumn(name = "alias")
    @Column(name = "number")
    private Map<String, Integer> aliases = new TreeMap<>();

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "registered_model_tag", joinColumns = @JoinColumn(name = "model_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    private Map<String, String> tags = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    protected RegisteredModel() {}

    RegisteredModel(String name, @Nullable String description, List<Tag> tags, Instant createdAt) {
        this.name = Names.model(name);
        this.description = description;
        this.createdAt = createdAt;
        this.lastUpdatedAt = createdAt;
        tags.forEach(tag -> this.tags.put(tag.key(), tag.value()));
    }

    /// The number of a new version; none is ever given twice.
    int nextVersion(Instant at) {
        lastUpdatedAt = at;
        lastVersion++;
        return lastVersion;
    }

    /// Points an alias at a version. The champion that it replaces is remembered for a rollback.
    ///
    /// @return false if it pointed there already, and nothing changed
    public boolean pointAlias(String alias, int version, Instant at) {
        Integer before = aliases.get(alias);
        if (before != null && before == version) {
            return false;
        }
        if (alias.equals(ModelServing.CHAMPION) && before != null) {
            remember(before);
        }
        aliases.put(alias, version);
        changed(at);
        return true;
    }

    /// Takes an alias away. A champion is remembered for a rollback.
    ///
    /// @return the version that it pointed at; empty if there was no such alias
    public Optional<Integer> removeAlias(String alias, Instant at) {
        Integer before = aliases.remove(alias);
        if (before == null) {
            return Optional.empty();
        }
        if (alias.equals(ModelServing.CHAMPION)) {
            remember(before);
        }
        changed(at);
        return Optional.of(before);
    }

    /// Makes the version champion again that was it before; a second call goes back one further.
    ///
    /// @return its number; empty if there was none
    public Optional<Integer> rollBack(Instant at) {
        if (formerChampions.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> former = new ArrayList<>(formerChampions);
        int version = former.removeLast();
        formerChampions = former;
        aliases.put(ModelServing.CHAMPION, version);
        changed(at);
        return Optional.of(version);
    }

    /// The champion that a rollback brings back.
    public Optional<Integer> previousChampion() {
        return formerChampions.isEmpty()
                ? Optional.empty()
                : Optional.of(formerChampions.getLast());
    }

    /// The version that an alias names.
    public Optional<Integer> aliased(String alias) {
        return Optional.ofNullable(aliases.get(alias));
    }

    public Map<String, Integer> aliases() {
        return Map.copyOf(aliases);
    }

    /// The aliases that name a version, in order.
    public List<String> aliasesOf(int version) {
        return aliases.entrySet().stream()
                .filter(alias -> alias.getValue() == version)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    public String name() {
        return name;
    }

    public @Nullable String description() {
        return description;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant lastUpdatedAt() {
        return lastUpdatedAt;
    }

    /// Grows with every change of an alias.
    public long revision() {
        return revision;
    }

    public List<Tag> tags() {
        return tags.entrySet().stream().map(t -> new Tag(t.getKey(), t.getValue())).toList();
    }

    private void changed(Instant at) {
        lastUpdatedAt = at;
        revision++;
    }

    private void remember(int champion) {
        List<Integer> former = new ArrayList<>(formerChampions);
        former.add(champion);
        int tooMany = Math.max(0, former.size() - REMEMBERED_CHAMPIONS);
        formerChampions = new ArrayList<>(former.subList(tooMany, former.size()));
    }
}
