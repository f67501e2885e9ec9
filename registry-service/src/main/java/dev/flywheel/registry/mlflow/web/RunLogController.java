package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.MetricMessage;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.tracking.LoggedBatch;
import dev.flywheel.registry.tracking.Metric;
import dev.flywheel.registry.tracking.Param;
import dev.flywheel.registry.tracking.Tracking;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow")
class RunLogController {

    private static final int POINTS = 25_000;

    private final Tracking tracking;

    RunLogController(Tracking tracking) {
        this.tracking = tracking;
    }

    @PostMapping("/runs/log-metric")
    Map<String, Object> logMetric(MlflowRequest request) {
        return log(request, LoggedBatch.of(MetricMessage.read(request)));
    }

    @PostMapping("/runs/log-parameter")
    Map<String, Object> logParameter(MlflowRequest request) {
        return log(request, LoggedBatch.of(param(request)));
    }

    @PostMapping("/runs/set-tag")
    Map<String, Object> setTag(MlflowRequest request) {
        return log(request, LoggedBatch.of(request.tag()));
    }

    @PostMapping("/runs/log-batch")
    Map<String, Object> logBatch(MlflowRequest request) {
        LoggedBatch batch =
                new LoggedBatch(
                        request.list("metrics").stream().map(MetricMessage::read).toList(),
                        request.list("params").stream().map(RunLogController::param).toList(),
                        request.tags());
        return log(request, batch);
    }

    @GetMapping("/metrics/get-history")
    Map<String, Object> history(MlflowRequest request) {
        PageAsked page = PageAsked.of(request, POINTS, POINTS);
        List<Metric> points =
                tracking.metricHistory(
                        request.runId(),
                        request.required("metric_key"),
                        page.lookAhead(),
                        page.offset());
        return page.answer("metrics", points, MetricMessage::of);
    }

    private Map<String, Object> log(MlflowRequest request, LoggedBatch batch) {
        tracking.log(request.runId(), batch);
        return Map.of();
    }

    private static Param param(MlflowRequest request) {
        return new Param(request.required("key"), request.requiredValue("value"));
    }
}
