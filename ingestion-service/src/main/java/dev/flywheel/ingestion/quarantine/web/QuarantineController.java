package dev.flywheel.ingestion.quarantine.web;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.quarantine.QuarantineBrowser;
import dev.flywheel.pipeline.Pipelines;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what was refused.
@RestController
class QuarantineController {

    private static final int AT_MOST = 1000;

    private final Pipelines pipelines;
    private final QuarantineBrowser browser;

    QuarantineController(Pipelines pipelines, QuarantineBrowser browser) {
        this.pipelines = pipelines;
        this.browser = browser;
    }

    @GetMapping("/pipelines/{pipeline}/quarantine")
    List<Quarantined> latest(
            @PathVariable String pipeline, @RequestParam(defaultValue = "50") int limit) {
        return browser.latest(pipelines.get(pipeline).name(), Math.clamp(limit, 1, AT_MOST));
    }
}
