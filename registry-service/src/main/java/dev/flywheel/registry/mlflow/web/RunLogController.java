package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.DatasetMessage;
import dev.flywheel.registry.mlflow.wire.MetricMessage;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.tracking.LoggedBatch;
import dev.flywheel.registry.tracking.Param;
import dev.flywheel.registry.tracking.Tracking;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/runs")
class RunLogController {

    private final Tracking tracking;

    RunLogController(Tracking tracking) {
        this.tracking = tracking;
    }

    @PostMapping("/log-metric")
    Map<String, Object> logMetric(MlflowRequest request) {
        return log(request, LoggedBatch.of(MetricMessage.read(request)));
    }

    @PostMapping("/log-parameter")
    Map<String, Object> logParameter(MlflowRequest request) {
        return log(request, LoggedBatch.of(param(request)));
    }

    @PostMapping("/set-tag")
    Map<String, Object> setTag(MlflowRequest request) {
        return log(request, LoggedBatch.of(request.tag()));
    }

    @PostMapping("/delete-tag")
    Map<String, Object> deleteTag(MlflowRequest request) {
        tracking.deleteTag(request.runId(), request.required("key"));
        return Map.of();
    }

    @PostMapping("/log-inputs")
    Map<String, Object> logInputs(MlflowRequest request) {
        tracking.logInputs(
                request.runId(),
                request.list("datasets").stream().map(DatasetMessage::read).toList());
        return Map.of();
    }

    @PostMapping("/log-model")
    Map<String, Object> logModel(MlflowRequest request) {
        tracking.logModel(request.runId(), request.required("model_json"));
        return Map.of();
    }

    @PostMapping("/log-batch")
    Map<String, Object> logBatch(MlflowRequest request) {
        LoggedBatch batch =
                new LoggedBatch(
                        request.list("metrics").stream().map(MetricMessage::read).toList(),
                        request.list("params").stream().map(RunLogController::param).toList(),
                        request.tags());
        return log(request, batch);
    }

    private Map<String, Object> log(MlflowRequest request, LoggedBatch batch) {
        tracking.log(request.runId(), batch);
        return Map.of();
    }

    private static Param param(MlflowRequest request) {
        return new Param(request.required("key"), request.requiredValue("value"));
    }
}
