package dev.flywheel.feature;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What can be set on the feature service.
///
/// @param instance a name that this instance keeps over restarts, so that Kafka gives it back its
///   partitions at once
/// @param address where other instances reach this one, as `host:port`; if empty, this machine's
///   address and this service's port
@Validated
@ConfigurationProperties("flywheel.feature")
public record FeatureProperties(
        @DefaultValue("feature-1") @NotBlank String instance,
        @DefaultValue("") @Pattern(regexp = "(.+:[0-9]+)?") String address,
        @DefaultValue @Valid Archive archive,
        @DefaultValue @Valid Rows rows,
        @DefaultValue @Valid Online online,
        @DefaultValue @Valid Sets sets,
        @DefaultValue @Valid Snapshots snapshots) {

    /// How events are archived.
    ///
    /// @param batch events and entity versions that are archived in one transaction
    public record Archive(@DefaultValue("5000") @Min(1) int batch) {}

    /// How prepared rows are made.
    ///
    /// @param quietPeriod how long arrivals may overtake one another; when nothing arrives for that
    ///   long, the watermark closes
    /// @param poll how often to look for something to fold
    public record Rows(
            @DefaultValue("5s") Duration quietPeriod, @DefaultValue("500ms") Duration poll) {}

    /// How the online state is kept.
    ///
    /// @param threads of Kafka Streams for each pipeline
    /// @param commitInterval how often states are committed and published
    /// @param cache memory for states between two commits, for each pipeline; with too little, a
    ///   state is written and published several times a commit
    /// @param remember how long an event's id is known again when it arrives twice
    public record Online(
            @DefaultValue("2") @Min(1) int threads,
            @DefaultValue("200ms") Duration commitInterval,
            @DefaultValue("32MB") DataSize cache,
            @DefaultValue("7d") Duration remember) {}

    /// How feature sets live side by side.
    ///
    /// @param poll how often to look for what is to be done
    /// @param chunk events that are sent at once from the archive into an online state
    /// @param keep how long a set is kept after the last version that read it
    public record Sets(
            @DefaultValue("1s") Duration poll,
            @DefaultValue("5000") @Min(1) int chunk,
            @DefaultValue("1h") Duration keep) {}

    /// How snapshots are written.
    ///
    /// @param workDir for files in the making; the system's directory for temporary files if absent
    /// @param memory that DuckDB may use before it goes to disk
    /// @param attempts of a snapshot before it counts as failed
    /// @param poll how often to look for a snapshot that nobody works on
    public record Snapshots(
            @Nullable Path workDir,
            @DefaultValue("256MB") DataSize memory,
            @DefaultValue("3") @Min(1) int attempts,
            @DefaultValue("2s") Duration poll) {

        public Snapshots {
            workDir = workDir == null || workDir.toString().isEmpty() ? null : workDir;
        }
    }
}
