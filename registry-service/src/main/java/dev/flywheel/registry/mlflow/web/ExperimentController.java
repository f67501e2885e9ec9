package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.EqualityFilter;
import dev.flywheel.registry.mlflow.wire.ExperimentMessage;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.mlflow.wire.ViewType;
import dev.flywheel.registry.tracking.Experiment;
import dev.flywheel.registry.tracking.Tracking;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    ExperimentController(Tracking tracking) {
        this.tracking = tracking;
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
        PageAsked page = PageAsked.of(request, PAGE, GREATEST_PAGE);
        EqualityFilter filter = EqualityFilter.of(request, Set.of("name"));
        List<Experiment> found =
                tracking.searchExperiments(
                        filter.value("name"),
                        ViewType.of(request, "view_type").stages(),
                        page.lookAhead(),
                        page.offset());
        return page.answer("experiments", found, ExperimentMessage::of);
    }

    private static Map<String, Object> answer(Experiment experiment) {
        return Map.of("experiment", ExperimentMessage.of(experiment));
    }
}
