package dev.flywheel.registry.comparison;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.comparison.Comparison.Gate;
import dev.flywheel.registry.comparison.Described.Explained;
import dev.flywheel.registry.model.ModelException.VersionNotFoundException;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.tracking.LoggedRun;
import dev.flywheel.registry.tracking.Tracking;
import dev.flywheel.registry.tracking.TrackingException.RunNotFoundException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Compares versions of a model.
///
/// No transaction spans it, as bundles are read meanwhile: what a version is made of never changes,
/// and its aliases are told as they are when it is read.
@Component
public class Comparisons {

    private static final int FEWEST = 2;
    private static final int MOST = 10;

    /// What the run has of what the bundle tells better.
    private static final List<String> TOLD_BY_BUNDLE = List.of("slice.", "importance.");

    private final ModelRegistry registry;
    private final Tracking tracking;
    private final BundleTexts bundles;

    Comparisons(ModelRegistry registry, Tracking tracking, BundleTexts bundles) {
        this.registry = registry;
        this.tracking = tracking;
        this.bundles = bundles;
    }

    /// Those versions, in that order; the first one is what features are compared with.
    ///
    /// @throws InvalidValueException if they are not 2 to 10 different ones
    /// @throws dev.flywheel.registry.model.ModelException if the model or a version is not known
    public Comparison of(String name, List<Integer> numbers) {
        if (numbers.size() < FEWEST || numbers.size() > MOST) {
            throw new InvalidValueException(
                    "The parameter versions names %d versions; it must name %d to %d, such as versions=3,4"
                            .formatted(numbers.size(), FEWEST, MOST));
        }
        Set<Integer> seen = new HashSet<>();
        for (Integer number : numbers) {
            if (!seen.add(number)) {
                throw new InvalidValueException(
                        "The parameter versions names version %d twice".formatted(number));
            }
        }
        RegisteredModel model = registry.model(name);
        Map<Integer, ModelVersion> found =
                registry.versions(model, numbers).stream()
                        .collect(Collectors.toMap(ModelVersion::number, Function.identity()));
        return Differences.between(
                name,
                numbers.stream()
                        .map(number ->
                                described(
                                        Optional.ofNullable(found.get(number))
                                                .orElseThrow(() ->
                                                        new VersionNotFoundException(
                                                                name, number))))
                        .toList());
    }

    private Described described(ModelVersion version) {
        Explained explained = bundles.explained(version);
        Map<String, String> parameters = new TreeMap<>();
        Map<String, Double> metrics = new TreeMap<>();
        run(version)
                .ifPresent(run -> {
                    run.data().params().forEach(each -> parameters.put(each.key(), each.value()));
                    run.data().metrics().forEach(each -> metrics.put(each.key(), each.value()));
                });
        if (explained.slices() != null || explained.importance() != null) {
            metrics.keySet().removeIf(key -> TOLD_BY_BUNDLE.stream().anyMatch(key::startsWith));
        }
        return new Described(facts(version), parameters, metrics, explained);
    }

    /// Nothing of a run that never was here, such as of a version that was carried over.
    private Optional<LoggedRun> run(ModelVersion version) {
        String runId = version.runId();
        try {
            return runId == null ? Optional.empty() : Optional.of(tracking.run(runId));
        } catch (RunNotFoundException _) {
            return Optional.empty();
        }
    }

    private static Comparison.Version facts(ModelVersion version) {
        return new Comparison.Version(
                version.number(),
                version.createdAt(),
                version.userId(),
                version.status(),
                version.statusMessage(),
                version.runId(),
                version.model().aliasesOf(version.number()),
                new Gate(
                        version.tag("flywheel.gate").orElse("none"),
                        reasons(version.tag("flywheel.gate.reasons").orElse(null))),
                version.tag("flywheel.trainer").orElse(null),
                version.tag("flywheel.feature_set").orElse(null),
                version.isBundleWhole());
    }

    private static List<String> reasons(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        try {
            return List.of(Json.MAPPER.readValue(text, String[].class));
        } catch (JacksonException _) {
            return text.lines().toList();
        }
    }
}
