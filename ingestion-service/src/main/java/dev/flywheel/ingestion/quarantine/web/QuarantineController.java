package dev.flywheel.ingestion.quarantine.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.quarantine.QuarantineBrowser;
import dev.flywheel.ingestion.quarantine.ReplayMarks;
import dev.flywheel.pipeline.Pipelines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    private final ReplayMarks marks;

    QuarantineController(Pipelines pipelines, QuarantineBrowser browser, ReplayMarks marks) {
        this.pipelines = pipelines;
        this.browser = browser;
        this.marks = marks;
    }

    @GetMapping("/pipelines/{pipeline}/quarantine")
    List<Listed> latest(
            @PathVariable String pipeline, @RequestParam(defaultValue = "50") int limit) {
        String name = pipelines.get(pipeline).name();
        List<Quarantined> latest = browser.latest(name, Math.clamp(limit, 1, AT_MOST));
        Map<String, Instant> replayed =
                marks.of(name, latest.stream().map(Quarantined::eventId).distinct().toList());
        return latest.stream()
                .map(kept -> {
                    Instant mark = replayed.get(kept.eventId());
                    return new Listed(kept, ReplayMarks.covers(mark, kept) ? mark : null);
                })
                .toList();
    }

    /// A refused input.
    ///
    /// @param replayedAt when it was sent again and taken; null if it was not
    record Listed(
            @JsonUnwrapped Quarantined input,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant replayedAt) {}
}
