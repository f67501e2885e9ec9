package dev.flywheel.registry.promotion;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.registry.model.RegisteredModel;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// Who changed which alias of a model, when, why, from which version and to which; or who deleted a
/// version, or deleted or renamed the model.
@Entity
@Immutable
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class AuditEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String model;
    private long revision;
    private Instant at;
    private String who;

    @Enumerated(EnumType.STRING)
    private Action action;

    private @Nullable String alias;
    private @Nullable Integer fromVersion;
    private @Nullable Integer toVersion;
    private @Nullable String reason;
    private boolean forced;
    private @Nullable String gate;
    private @Nullable String approver;

    @SuppressWarnings("NullAway.Init")
    protected AuditEntry() {}

    AuditEntry(RegisteredModel model, Move move, Change change, Instant at) {
        this.model = model.name();
        this.revision = model.revision();
        this.at = at;
        this.who = change.who();
        this.action = move.action();
        this.alias = move.alias();
        this.fromVersion = move.from();
        this.toVersion = move.to();
        this.reason = change.why().orElse(null);
        this.forced = move.forced();
        this.gate = move.gate();
        this.approver = move.approver();
    }

    /// What `model-audit` says of it, once it is saved.
    ModelAudited toMessage() {
        return new ModelAudited(
                Objects.requireNonNull(id),
                model,
                revision,
                at,
                who,
                action.name(),
                alias,
                fromVersion,
                toVersion,
                reason,
                forced,
                gate,
                approver);
    }

    public String model() {
        return model;
    }

    /// The model's revision after the change.
    public long revision() {
        return revision;
    }

    public Instant at() {
        return at;
    }

    public String who() {
        return who;
    }

    public Action action() {
        return action;
    }

    /// Null where a version or the whole model was meant.
    public @Nullable String alias() {
        return alias;
    }

    public @Nullable Integer fromVersion() {
        return fromVersion;
    }

    public @Nullable Integer toVersion() {
        return toVersion;
    }

    public @Nullable String reason() {
        return reason;
    }

    /// Whether the gate said no and was overruled.
    public boolean isForced() {
        return forced;
    }

    /// The gate's verdict; null where none was asked.
    public @Nullable String gate() {
        return gate;
    }

    /// The second person, where two had to agree; null where one was enough.
    public @Nullable String approver() {
        return approver;
    }

    /// What was done.
    public enum Action {
        PROMOTED,
        PROMOTION_REQUESTED,
        PROMOTION_APPROVED,
        PROMOTION_REJECTED,
        PROMOTION_LAPSED,
        ROLLED_BACK,
        ALIAS_SET,
        ALIAS_REMOVED,
        VERSION_DELETED,
        MODEL_DELETED,
        MODEL_RENAMED
    }

    /// An alias that went from one version to another, or would.
    ///
    /// @param forced whether a gate that failed was overruled
    /// @param gate the gate's verdict; null where none was asked
    /// @param approver the second person; null where none was needed
    record Move(
            Action action,
            @Nullable String alias,
            @Nullable Integer from,
            @Nullable Integer to,
            boolean forced,
            @Nullable String gate,
            @Nullable String approver) {

        /// The end of a version; of the model if it is null.
        static Move deletion(@Nullable Integer version) {
            return new Move(
                    version == null ? Action.MODEL_DELETED : Action.VERSION_DELETED,
                    null,
                    version,
                    null,
                    false,
                    null,
                    null);
        }

        /// Another name for the model.
        static Move renaming() {
            return new Move(Action.MODEL_RENAMED, null, null, null, false, null, null);
        }

        /// A move that no gate has a say in.
        static Move ungated(
                Action action, String alias, @Nullable Integer from, @Nullable Integer to) {
            return new Move(action, alias, from, to, false, null, null);
        }
    }
}
