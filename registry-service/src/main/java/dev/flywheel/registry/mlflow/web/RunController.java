package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.mlflow.wire.RunMessage;
import dev.flywheel.registry.mlflow.wire.ViewType;
import dev.flywheel.registry.tracking.Lifecycle;
import dev.flywheel.registry.tracking.NewRun;
import dev.flywheel.registry.tracking.Run;
import dev.flywheel.registry.tracking.RunStatus;
import dev.flywheel.registry.tracking.Tracking;
import dev.flywheel.registry.tracking.TrackingSearch;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/runs")
class RunController {

    private static final String DEFAULT_EXPERIMENT = "0";
    private static final int PAGE = 1_000;
    private static final int GREATEST_PAGE = 50_000;

    private final Tracking tracking;
    private final Lifecycle lifecycle;
    private final TrackingSearch search;
    private final RunPages pages;

    RunController(Tracking tracking, Lifecycle lifecycle, TrackingSearch search, RunPages pages) {
        this.tracking = tracking;
        this.lifecycle = lifecycle;
        this.search = search;
        this.pages = pages;
    }

    @PostMapping("/create")
    Map<String, Object> create(MlflowRequest request) {
        NewRun asked =
                new NewRun(
                        request.text("experiment_id").orElse(DEFAULT_EXPERIMENT),
                        request.text("run_name").orElse(null),
                        request.text("user_id").orElse(""),
                        request.int64("start_time"),
                        request.tags());
        return Map.of("run", RunMessage.of(tracking.startRun(asked)));
    }

    @GetMapping("/get")
    Map<String, Object> get(MlflowRequest request) {
        return Map.of("run", RunMessage.of(tracking.run(request.runId())));
    }

    @PostMapping("/update")
    Map<String, Object> update(MlflowRequest request) {
        Run run =
                tracking.updateRun(
                        request.runId(),
                        request.oneOf(RunStatus.class, "status").orElse(null),
                        request.int64("end_time"),
                        request.text("run_name").orElse(null));
        return Map.of("run_info", RunMessage.RunInfo.of(run));
    }

    @PostMapping("/search")
    void search(MlflowRequest request, HttpServletResponse response) throws IOException {
        PageAsked page =
                PageAsked.of(
                        "runs", request, PAGE, GREATEST_PAGE, "experiment_ids", "run_view_type");
        List<String> found =
                search.runs(
                        request.texts("experiment_ids"),
                        ViewType.of(request, "run_view_type").stages(),
                        page.query(request));
        pages.answer(page, found, response);
    }

    @PostMapping("/delete")
    Map<String, Object> delete(MlflowRequest request) {
        lifecycle.deleteRun(request.runId());
        return Map.of();
    }

    @PostMapping("/restore")
    Map<String, Object> restore(MlflowRequest request) {
        lifecycle.restoreRun(request.runId());
        return Map.of();
    }
}
