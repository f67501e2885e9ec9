package dev.flywheel.registry.model;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.model.ModelException.ModelServesException;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SortNatural;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// A name under which versions are numbered and aliases point at them.
///
/// Whoever numbers a version or moves an alias holds the row's lock. A deleted model stays as a row
/// that no query finds: its numbers and revisions go on if its name is registered again.
@Entity
@SQLRestriction("deleted_at is null")
public class RegisteredModel {

    private static final int REMEMBERED_CHAMPIONS = 50;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name;
    private @Nullable String userId;
    private @Nullable String description;
    private Instant createdAt;
    private Instant lastUpdatedAt;
    private @Nullable Instant deletedAt;
    private @Nullable Long renamedTo;
    private int lastVersion;
    private long revision;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<Integer> formerChampions = new ArrayList<>();

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "model_alias", joinColumns = @JoinColumn(name = "model_id"))
    @MapKeyColumn(name = "alias")
    @Column(name = "number")
    @SortNatural
    private SortedMap<String, Integer> aliases = new TreeMap<>();

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "registered_model_tag", joinColumns = @JoinColumn(name = "model_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    @SortNatural
    private SortedMap<String, String> tags = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    protected RegisteredModel() {}

    RegisteredModel(NewModel asked, Instant createdAt) {
        this.name = asked.name();
        register(asked, createdAt);
    }

    /// What a row says of a model, to be shown: without its former champions, and as yet without
    /// aliases and tags.
    RegisteredModel(ResultSet row) throws SQLException {
        id = row.getLong("id");
        name = row.getString("name");
        userId = row.getString("user_id");
        description = row.getString("description");
        createdAt = row.getTimestamp("created_at").toInstant();
        lastUpdatedAt = row.getTimestamp("last_updated_at").toInstant();
        lastVersion = row.getInt("last_version");
        revision = row.getLong("revision");
    }

    /// What keeps a model's old name.
    private RegisteredModel(RegisteredModel model, Instant at) {
        this.name = model.name;
        this.createdAt = model.createdAt;
        this.lastUpdatedAt = at;
        this.deletedAt = at;
        this.renamedTo = model.id;
        this.lastVersion = model.lastVersion;
        this.revision = model.revision;
    }

    void showAlias(String alias, int version) {
        aliases.put(alias, version);
    }

    void showTag(String key, String value) {
        tags.put(key, value);
    }

    /// Makes this the model that was asked for; numbers and revisions go on.
    final void register(NewModel asked, Instant at) {
        userId = asked.userId();
        description = asked.description();
        asked.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        createdAt = at;
        lastUpdatedAt = at;
        deletedAt = null;
        renamedTo = null;
    }

    /// Gives the model another name.
    ///
    /// @param kept what kept the new name, if this model had it before
    /// @return what keeps the old one from being numbered anew
    RegisteredModel rename(String newName, Optional<RegisteredModel> kept, Instant at) {
        changed(at);
        RegisteredModel old = new RegisteredModel(this, at);
        name = Names.model(newName);
        revision = Math.max(revision, kept.map(tomb -> tomb.revision + 1).orElse(0L));
        lastVersion = Math.max(lastVersion, kept.map(tomb -> tomb.lastVersion).orElse(0));
        return old;
    }

    /// Whether nothing was ever known by this name, or nothing but what that model had itself.
    boolean isFreeFor(RegisteredModel model) {
        boolean unused = lastVersion == 0 && revision == 0;
        return unused || (renamedTo != null && renamedTo.equals(model.id));
    }

    /// Empties the model, of which no alias is left, and takes it out of use.
    void delete(Instant at) {
        if (!aliases.isEmpty()) {
            throw new IllegalStateException("%s has the aliases %s".formatted(name, aliases));
        }
        userId = null;
        description = null;
        tags.clear();
        formerChampions = new ArrayList<>();
        deletedAt = at;
        changed(at);
    }

    /// Forgets a version that can no longer be rolled back to.
    ///
    /// @return whether a rollback would have brought back just that one
    boolean forgetChampion(int version, Instant at) {
        boolean wasPrevious = previousChampion().filter(former -> former == version).isPresent();
        formerChampions =
                new ArrayList<>(
                        formerChampions.stream().filter(former -> former != version).toList());
        if (wasPrevious) {
            changed(at);
        }
        return wasPrevious;
    }

    /// Refuses what would take the model from under inference.
    public void requireNoChampion() {
        aliased(ModelServing.CHAMPION)
                .ifPresent(champion -> {
                    throw new ModelServesException(name, champion);
                });
    }

    /// Notes that something of the model has changed.
    void touch(Instant at) {
        lastUpdatedAt = at;
    }

    void describe(@Nullable String newDescription, Instant at) {
        description = newDescription;
        lastUpdatedAt = at;
    }

    void setTag(Tag tag, Instant at) {
        tags.put(tag.key(), tag.value());
        lastUpdatedAt = at;
    }

    void deleteTag(String key, Instant at) {
        if (tags.remove(key) != null) {
            lastUpdatedAt = at;
        }
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

    /// The number that the database gave.
    long id() {
        if (id == null) {
            throw new IllegalStateException("The model '" + name + "' is not stored yet");
        }
        return id;
    }

    public String name() {
        return name;
    }

    /// Who registered it; null if that is not known.
    public @Nullable String userId() {
        return userId;
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

    /// Whether only the row is left.
    boolean isDeleted() {
        return deletedAt != null;
    }

    /// Grows with every change of what `model-events` tells of the model.
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
