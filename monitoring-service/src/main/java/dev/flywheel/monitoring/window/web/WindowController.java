package dev.flywheel.monitoring.window.web;

import dev.flywheel.monitoring.window.ObservationWindow;
import dev.flywheel.monitoring.window.ObservationWindows;
import dev.flywheel.pipeline.Pipelines;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/windows`.
@RestController
final class WindowController {

    private final Pipelines pipelines;
    private final ObservationWindows windows;

    WindowController(Pipelines pipelines, ObservationWindows windows) {
        this.pipelines = pipelines;
        this.windows = windows;
    }

    /// The latest windows, newest first.
    @GetMapping("/pipelines/{pipeline}/windows")
    WindowsResponse windows(
            @PathVariable String pipeline,
            @Max(1000) @Min(1) @RequestParam(defaultValue = "50") int limit) {
        String name = pipelines.get(pipeline).name();
        return new WindowsResponse(
                name, windows.latest(name, limit).stream().map(WindowController::row).toList());
    }

    private static Row row(ObservationWindow window) {
        return new Row(
                window.version(),
                window.start(),
                window.end(),
                window.counts().predictions(),
                window.counts().unknown(),
                window.counts().latencyQuantileMicros(0.5),
                window.counts().latencyQuantileMicros(0.99));
    }

    record WindowsResponse(String pipeline, List<Row> windows) {}

    /// @param warned predictions answered with a warning, such as an unknown user
    record Row(
            int version,
            Instant start,
            Instant end,
            long predictions,
            long warned,
            long latencyMicrosP50,
            long latencyMicrosP99) {}
}
