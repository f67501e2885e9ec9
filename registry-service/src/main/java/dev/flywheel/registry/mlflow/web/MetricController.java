package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.ErrorCode;
import dev.flywheel.registry.mlflow.wire.MetricMessage;
import dev.flywheel.registry.mlflow.wire.MlflowException;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.tracking.Metric;
import dev.flywheel.registry.tracking.MetricHistory;
import dev.flywheel.registry.tracking.MetricHistory.StepRange;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/metrics")
class MetricController {

    /// As many points fit in a page: MLflow's Java client fails on a history of two pages.
    private static final int POINTS = 25_000;

    private static final int MOST_RUNS = 100;
    private static final int MOST_STEPS = 2_500;

    private final MetricHistory history;

    MetricController(MetricHistory history) {
        this.history = history;
    }

    @GetMapping("/get-history")
    Map<String, Object> points(MlflowRequest request) {
        PageAsked page =
                PageAsked.of(
                        "metrics", request, POINTS, POINTS, "run_id", "run_uuid", "metric_key");
        List<Metric> points =
                history.points(
                        request.runId(),
                        request.required("metric_key"),
                        page.lookAhead(),
                        page.offset());
        return page.answer(points, MetricMessage::of);
    }

    @GetMapping("/get-history-bulk-interval")
    Map<String, Object> sampled(MlflowRequest request) {
        List<String> runs = request.texts("run_ids");
        require(
                !runs.isEmpty() && runs.size() <= MOST_RUNS,
                "GetMetricHistoryBulkInterval request must specify 1 to %d run_ids. Received %d run_ids."
                        .formatted(MOST_RUNS, runs.size()));
        Long asked = request.int64("max_results");
        long steps = asked == null ? MOST_STEPS : asked;
        require(
                steps >= 1 && steps <= MOST_STEPS,
                "max_results must be between 1 and %d.".formatted(MOST_STEPS));
        return Map.of(
                "metrics",
                history
                        .sampled(
                                runs,
                                request.required("metric_key"),
                                range(request),
                                (int) steps,
                                MOST_RUNS * POINTS)
                        .stream()
                        .map(MetricMessage.OfRun::of)
                        .toList());
    }

    private static StepRange range(MlflowRequest request) {
        Long start = request.int64("start_step");
        Long end = request.int64("end_step");
        if (start == null && end == null) {
            return StepRange.ALL;
        }
        if (start == null || end == null) {
            throw refused(
                    "If either start step or end step are specified, both must be specified.");
        }
        require(
                start <= end,
                "end_step must be greater than start_step. Found start_step=%d and end_step=%d."
                        .formatted(start, end));
        return new StepRange(start, end);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw refused(message);
        }
    }

    private static MlflowException refused(String message) {
        return new MlflowException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
