package dev.flywheel.feature.featureset;

import dev.flywheel.feature.featureset.KnownFeatureSet.Filling;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.row.FoldProgresses;
import dev.flywheel.pipeline.Pipelines;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Tells how the feature sets of a pipeline are doing.
@Component
public final class FeatureSetReport {

    private final Declarations declarations;
    private final FeatureSets sets;
    private final ServedFeatureSets served;
    private final OnlineStates online;
    private final FoldProgresses progresses;

    FeatureSetReport(
            Pipelines pipelines,
            FeatureSets sets,
            ServedFeatureSets served,
            OnlineStates online,
            FoldProgresses progresses) {
        this.declarations = new Declarations(pipelines);
        this.sets = sets;
        this.served = served;
        this.online = online;
        this.progresses = progresses;
    }

    /// All that were ever declared, the latest to change first.
    public List<FeatureSetStatus> of(String pipeline) {
        return sets.of(pipeline).stream().map(this::status).toList();
    }

    private FeatureSetStatus status(KnownFeatureSet set) {
        Filling filling = set.filling();
        Set<Integer> versions =
                served.of(set.pipeline()).entrySet().stream()
                        .filter(version -> version.getValue().equals(set.id()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));
        return new FeatureSetStatus(
                set.id(),
                declarations.isDeclared(set),
                set.state().name(),
                versions,
                filling.events(),
                filling.sent(),
                progresses.find(set.pipeline(), set.id()).rows(),
                set.isKept() ? online.of(set.pipeline(), set.id()).status() : null,
                filling.beganAt(),
                filling.wholeAt(),
                set.unneededSince());
    }
}
