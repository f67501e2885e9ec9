package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.DatasetMessage;
import dev.flywheel.registry.mlflow.wire.ExperimentMessage;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.mlflow.wire.ViewType;
import dev.flywheel.registry.tracking.Experiment;
import dev.flywheel.registry.tracking.Lifecycle;
import dev.flywheel.registry.tracking.Tracking;
import dev.flywheel.registry.tracking.TrackingSearch;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/experiments")
class ExperimentController {

    private static final int PAGE = 1_000;
    private static final int GREATEST_PAGE = 50_000;

    private final Tracking tracking;
    private final Lifecycle lifecycle;
    private final TrackingSearch search;

    ExperimentController(Tracking tracking, Lifecycle lifecycle, TrackingSearch search) {
        this.tracking = tracking;
        this.lifecycle = lifecycle;
        this.search = search;
    }

    @PostMapping("/create")
    Map<String, Object> create(MlflowRequest request) {
        Experiment experiment =
                tracking.createExperiment(
                        request.required("name"),
                        request.text("artifact_location").orElse(null),
                        request.tags());
        return Map.of("experiment_id", Long.toString(experiment.id()));
    }

    @GetMapping("/get")
    Map<String, Object> get(MlflowRequest request) {
        return answer(tracking.experiment(request.required("experiment_id")));
    }

    @GetMapping("/get-by-name")
    Map<String, Object> getByName(MlflowRequest request) {
        return answer(tracking.experimentNamed(request.required("experiment_name")));
    }

    @RequestMapping(
            path = "/search",
            method = {RequestMethod.GET, RequestMethod.POST})
    Map<String, Object> search(MlflowRequest request) {
        PageAsked page = PageAsked.of("experiments", request, PAGE, GREATEST_PAGE, "view_type");
        List<Experiment> found =
                search.experiments(ViewType.of(request, "view_type").stages(), page.query(request));
        return page.answer(found, ExperimentMessage::of);
    }

    @PostMapping("/search-datasets")
    Map<String, Object> searchDatasets(MlflowRequest request) {
        return Map.of(
                "dataset_summaries",
                search.datasets(request.texts("experiment_ids")).stream()
                        .map(DatasetMessage.Summary::of)
                        .toList());
    }

    @PostMapping("/delete")
    Map<String, Object> delete(MlflowRequest request) {
        lifecycle.deleteExperiment(request.required("experiment_id"));
        return Map.of();
    }

    @PostMapping("/restore")
    Map<String, Object> restore(MlflowRequest request) {
        lifecycle.restoreExperiment(request.required("experiment_id"));
        return Map.of();
    }

    @PostMapping("/update")
    Map<String, Object> update(MlflowRequest request) {
        String id = request.required("experiment_id");
        request.text("new_name").ifPresent(name -> tracking.renameExperiment(id, name));
        return Map.of();
    }

    @PostMapping("/set-experiment-tag")
    Map<String, Object> setTag(MlflowRequest request) {
        tracking.setExperimentTag(request.required("experiment_id"), request.tag());
        return Map.of();
    }

    private static Map<String, Object> answer(Experiment experiment) {
        return Map.of("experiment", ExperimentMessage.of(experiment));
    }
}
