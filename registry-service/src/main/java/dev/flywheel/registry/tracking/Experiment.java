package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.naming.Tag;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A named group of runs. Flywheel has one for each pipeline, of the pipeline's name.
@Entity
public class Experiment {

    /// What may be an experiment's number; nothing else is looked up.
    static final Pattern ID = Pattern.compile("\\d{1,18}");

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name;
    private @Nullable String artifactLocation;

    @Enumerated(EnumType.STRING)
    private LifecycleStage lifecycleStage;

    private Instant createdAt;
    private Instant lastUpdatedAt;
    private @Nullable Instant deletedAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "experiment_tag", joinColumns = @JoinColumn(name = "experiment_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    private Map<String, String> tags = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    protected Experiment() {}

    Experiment(String name, @Nullable String artifactLocation, List<Tag> tags, Instant createdAt) {
        this.name = Names.experiment(name);
        this.artifactLocation = artifactLocation;
        this.lifecycleStage = LifecycleStage.ACTIVE;
        this.createdAt = createdAt;
        this.lastUpdatedAt = createdAt;
        tags.forEach(tag -> this.tags.put(tag.key(), tag.value()));
    }

    void rename(String newName, Instant at) {
        requireActive();
        name = Names.experiment(newName);
        lastUpdatedAt = at;
    }

    void setTag(Tag tag, Instant at) {
        requireActive();
        tags.put(tag.key(), tag.value());
        lastUpdatedAt = at;
    }

    void delete(Instant at) {
        lifecycleStage = LifecycleStage.DELETED;
        deletedAt = at;
        lastUpdatedAt = at;
    }

    void restore(Instant at) {
        lifecycleStage = LifecycleStage.ACTIVE;
        deletedAt = null;
        lastUpdatedAt = at;
    }

    /// Refuses to go on with a deleted experiment.
    void requireActive() {
        if (lifecycleStage != LifecycleStage.ACTIVE) {
            throw new TrackingException.ExperimentNotActiveException(this);
        }
    }

    /// The number that the database gave.
    public long id() {
        if (id == null) {
            throw new IllegalStateException("The experiment '" + name + "' is not stored yet");
        }
        return id;
    }

    public String name() {
        return name;
    }

    public String artifactLocation() {
        return artifactLocation == null ? "mlflow-artifacts:/" + id() : artifactLocation;
    }

    public LifecycleStage lifecycleStage() {
        return lifecycleStage;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant lastUpdatedAt() {
        return lastUpdatedAt;
    }

    /// When it was deleted; empty if it is active.
    Optional<Instant> deletedAt() {
        return Optional.ofNullable(deletedAt);
    }

    public List<Tag> tags() {
        return tags.entrySet().stream().map(t -> new Tag(t.getKey(), t.getValue())).toList();
    }
}
