package dev.flywheel.registry.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.promotion.AuditEntry;
import dev.flywheel.registry.reproduction.Reproduction;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Everything that is known of where a version comes from. What is not known is left out, such as
/// most of it for a version that another MLflow client registered.
///
/// @param registered when, by whom, from where, with which tags
/// @param pipeline its name, hash, feature set and the file as training read it
/// @param snapshot what it learned from: rows, range, SHA-256
/// @param run of training, and the run that it logged here
/// @param training the trainer that won and its configuration, parameters, metrics, libraries and
///   machine
/// @param selection the candidates, each with its metrics, and why it lost
/// @param judgement how it did against baselines and the champion that it met, the gate's verdict,
///   the expectations of the dataset
/// @param audit the changes of what serves that name this version, the newest first
/// @param serving the aliases that name it now
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lineage(
        String model,
        int version,
        ObjectNode registered,
        @Nullable ObjectNode pipeline,
        @Nullable ObjectNode snapshot,
        @Nullable ObjectNode run,
        @Nullable ObjectNode training,
        @Nullable ObjectNode selection,
        @Nullable ObjectNode judgement,
        List<AuditEntry> audit,
        List<Reproduction> reproductions,
        ObjectNode serving) {}
