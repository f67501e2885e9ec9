package dev.flywheel.registry.model;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelException.TagWrittenOnceException;
import dev.flywheel.registry.model.ModelException.VersionServesException;
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
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SortNatural;
import org.jspecify.annotations.Nullable;

/// One numbered version of a model: where it comes from, and whether its bundle is whole. A deleted
/// version stays as an empty row that no query finds, so that its number is never given again.
@Entity
@SQLRestriction("deleted_at is null")
public class ModelVersion {

    /// What decides a promotion, or goes to inference with it, is not for later writers to change.
    private static final Set<String> WRITTEN_ONCE =
            Set.of(
                    "flywheel.gate",
                    "flywheel.gate.reasons",
                    "flywheel.feature_set",
                    "flywheel.pipeline_hash");

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @ManyToOne(optional = false)
    private RegisteredModel model;

    private int number;
    private String source;
    private @Nullable String runId;
    private @Nullable String runLink;
    private String userId;
    private @Nullable String description;

    @Enumerated(EnumType.STRING)
    private ModelVersionStatus status;

    private @Nullable String statusMessage;
    private @Nullable String bundlePath;
    private boolean bundleWhole;

    @Enumerated(EnumType.STRING)
    private Stage stage = Stage.NONE;

    private Instant createdAt;
    private Instant lastUpdatedAt;
    private @Nullable Instant deletedAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "model_version_tag", joinColumns = @JoinColumn(name = "version_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    @SortNatural
    private SortedMap<String, String> tags = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    protected ModelVersion() {}

    ModelVersion(RegisteredModel model, NewVersion asked, Instant createdAt) {
        this.model = model;
        this.number = model.nextVersion(createdAt);
        this.source = asked.source();
        this.runId = asked.runId();
        this.runLink = asked.runLink();
        this.userId = asked.userId();
        this.description = asked.description();
        this.bundlePath = asked.bundle().map(ArtifactPath::value).orElse(null);
        this.status =
                bundlePath == null
                        ? ModelVersionStatus.READY
                        : ModelVersionStatus.PENDING_REGISTRATION;
        this.createdAt = createdAt;
        this.lastUpdatedAt = createdAt;
        asked.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    }

    /// What a row says of a version of a model, to be shown; as yet without tags.
    ModelVersion(ResultSet row, RegisteredModel model) throws SQLException {
        this.model = model;
        id = row.getLong("id");
        number = row.getInt("number");
        source = row.getString("source");
        runId = row.getString("run_id");
        runLink = row.getString("run_link");
        userId = row.getString("user_id");
        description = row.getString("description");
        status = ModelVersionStatus.valueOf(row.getString("status"));
        statusMessage = row.getString("status_message");
        bundlePath = row.getString("bundle_path");
        bundleWhole = row.getBoolean("bundle_whole");
        stage = Stage.valueOf(row.getString("stage"));
        createdAt = row.getTimestamp("created_at").toInstant();
        lastUpdatedAt = row.getTimestamp("last_updated_at").toInstant();
    }

    void showTag(String key, String value) {
        tags.put(key, value);
    }

    /// Notes what has been found of the bundle. A version that is ready stays so.
    void judge(Bundle bundle, Instant at) {
        switch (bundle) {
            case Bundle.Whole _ -> {
                bundleWhole = true;
                moveTo(ModelVersionStatus.READY, null, at);
            }
            case Bundle.Incomplete(String missing) -> {
                if (status != ModelVersionStatus.READY) {
                    moveTo(ModelVersionStatus.PENDING_REGISTRATION, missing, at);
                }
            }
            case Bundle.Foreign _ -> moveTo(ModelVersionStatus.READY, null, at);
        }
    }

    void setTag(Tag tag, Instant at) {
        requireWritable(tag.key(), tag.value());
        tags.put(tag.key(), tag.value());
        lastUpdatedAt = at;
    }

    void deleteTag(String key, Instant at) {
        requireWritable(key, null);
        if (tags.remove(key) != null) {
            lastUpdatedAt = at;
        }
    }

    void describe(@Nullable String newDescription, Instant at) {
        description = newDescription;
        lastUpdatedAt = at;
    }

    /// Moves to a stage. Production is not kept: who is champion says it.
    void moveTo(Stage newStage, Instant at) {
        stage = newStage == Stage.PRODUCTION ? Stage.NONE : newStage;
        lastUpdatedAt = at;
    }

    /// Empties the row; only the number stays.
    void delete(Instant at) {
        source = "";
        runId = null;
        runLink = null;
        userId = "";
        description = null;
        statusMessage = null;
        bundlePath = null;
        bundleWhole = false;
        stage = Stage.NONE;
        tags.clear();
        lastUpdatedAt = at;
        deletedAt = at;
    }

    /// The number that the database gave.
    long id() {
        if (id == null) {
            throw new IllegalStateException("The version " + number + " is not stored yet");
        }
        return id;
    }

    public RegisteredModel model() {
        return model;
    }

    public int number() {
        return number;
    }

    public String source() {
        return source;
    }

    public @Nullable String runId() {
        return runId;
    }

    public @Nullable String runLink() {
        return runLink;
    }

    public String userId() {
        return userId;
    }

    public @Nullable String description() {
        return description;
    }

    /// Production for the champion, and else where it was moved.
    public Stage stage() {
        return isChampion() ? Stage.PRODUCTION : stage;
    }

    public boolean isChampion() {
        return model.aliased(ModelServing.CHAMPION)
                .filter(champion -> champion == number)
                .isPresent();
    }

    /// Refuses what would take the version from under inference.
    public void requireNotChampion() {
        if (isChampion()) {
            throw new VersionServesException(model.name(), number);
        }
    }

    public ModelVersionStatus status() {
        return status;
    }

    public @Nullable String statusMessage() {
        return statusMessage;
    }

    /// The directory of the bundle; empty if the source lies elsewhere.
    public Optional<ArtifactPath> bundle() {
        return Optional.ofNullable(bundlePath).map(ArtifactPath::new);
    }

    /// Whether every file of the bundle is there, sealed, with the manifest's checksum.
    public boolean isBundleWhole() {
        return bundleWhole;
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

    public List<Tag> tags() {
        return tags.entrySet().stream().map(t -> new Tag(t.getKey(), t.getValue())).toList();
    }

    public Optional<String> tag(String key) {
        return Optional.ofNullable(tags.get(key));
    }

    private void requireWritable(String key, @Nullable String value) {
        String written = tags.get(key);
        if (WRITTEN_ONCE.contains(key) && written != null && !written.equals(value)) {
            throw new TagWrittenOnceException(model.name(), number, key, written);
        }
    }

    private void moveTo(ModelVersionStatus newStatus, @Nullable String message, Instant at) {
        status = newStatus;
        statusMessage = message;
        lastUpdatedAt = at;
    }
}
