package dev.flywheel.monitoring.alert.web;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.monitoring.alert.AlertLog;
import dev.flywheel.pipeline.Pipelines;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/alerts`.
@RestController
final class AlertController {

    private final Pipelines pipelines;
    private final AlertLog alerts;

    AlertController(Pipelines pipelines, AlertLog alerts) {
        this.pipelines = pipelines;
        this.alerts = alerts;
    }

    /// The latest alerts, newest first.
    @GetMapping("/pipelines/{pipeline}/alerts")
    AlertsResponse alerts(
            @PathVariable String pipeline,
            @Max(1000) @Min(1) @RequestParam(defaultValue = "50") int limit) {
        String name = pipelines.get(pipeline).name();
        return new AlertsResponse(name, alerts.latest(name, limit));
    }

    record AlertsResponse(String pipeline, List<AlertRaised> alerts) {}
}
