package dev.flywheel.feature.featureset.web;

import dev.flywheel.feature.featureset.FeatureSetPlan;
import dev.flywheel.feature.featureset.FeatureSetPlanner;
import dev.flywheel.feature.featureset.FeatureSetReport;
import dev.flywheel.feature.featureset.FeatureSetStatus;
import dev.flywheel.feature.featureset.OtherPipelineException;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/feature-sets`, and `POST .../feature-sets/plan` with a pipeline file.
@RestController
final class FeatureSetController {

    private static final String YAML = "application/yaml";

    private final Pipelines pipelines;
    private final FeatureSetReport report;
    private final FeatureSetPlanner planner;

    FeatureSetController(Pipelines pipelines, FeatureSetReport report, FeatureSetPlanner planner) {
        this.pipelines = pipelines;
        this.report = report;
        this.planner = planner;
    }

    record FeatureSetList(String pipeline, List<FeatureSetStatus> featureSets) {}

    @GetMapping("/pipelines/{pipeline}/feature-sets")
    FeatureSetList list(@PathVariable String pipeline) {
        String name = pipelines.get(pipeline).name();
        return new FeatureSetList(name, report.of(name));
    }

    @PostMapping(path = "/pipelines/{pipeline}/feature-sets/plan", consumes = YAML)
    FeatureSetPlan plan(@PathVariable String pipeline, @RequestBody String yaml) {
        Pipeline declared = pipelines.get(pipeline);
        Pipeline changed = PipelineReader.read(yaml, pipeline + ".yaml", new DuckDbCheck());
        if (!changed.name().equals(declared.name())) {
            throw new OtherPipelineException(declared.name(), changed.name());
        }
        return planner.plan(declared, changed);
    }
}
