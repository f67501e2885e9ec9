package dev.flywheel.training.run.web;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.training.TrainingProperties;
import dev.flywheel.training.run.Run;
import dev.flywheel.training.run.RunRequest;
import dev.flywheel.training.run.TrainingRuns;
import jakarta.validation.Valid;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // the principal needs no annotation
class RunController {

    private final TrainingRuns runs;
    private final Pipelines pipelines;
    private final TrainingProperties properties;

    RunController(TrainingRuns runs, Pipelines pipelines, TrainingProperties properties) {
        this.runs = runs;
        this.pipelines = pipelines;
        this.properties = properties;
    }

    @PostMapping("/pipelines/{name}/runs")
    ResponseEntity<RunResponse> start(
            @PathVariable String name,
            @Valid @RequestBody(required = false) @Nullable StartRequest body,
            Principal caller) {
        Pipeline pipeline = pipelines.get(name);
        StartRequest asked = Objects.requireNonNullElse(body, StartRequest.EMPTY);
        Run run =
                runs.request(
                        new RunRequest(
                                pipeline.name(),
                                Objects.requireNonNullElse(asked.cause(), "manual"),
                                asked.requestId(),
                                caller.getName(),
                                asked.testFrom(),
                                !Boolean.FALSE.equals(asked.promote()),
                                Objects.requireNonNullElse(
                                        asked.listsAtMost(), properties.listsAtMost())));
        return ResponseEntity.accepted()
                .location(URI.create("/runs/" + run.id()))
                .body(RunResponse.of(run));
    }

    @GetMapping("/runs")
    List<RunResponse> list(@RequestParam(required = false) @Nullable String pipeline) {
        String name = pipeline == null ? null : pipelines.get(pipeline).name();
        return runs.latest(name).stream().map(RunResponse::of).toList();
    }

    @GetMapping("/runs/{id}")
    RunResponse get(@PathVariable UUID id) {
        return RunResponse.of(runs.get(id), runs.log(id));
    }

    @GetMapping("/runs/{id}/validation")
    ValidationResponse validation(@PathVariable UUID id) {
        return ValidationResponse.of(runs.get(id));
    }

    @PostMapping("/runs/{id}/cancel")
    ResponseEntity<RunResponse> cancel(@PathVariable UUID id) {
        return ResponseEntity.accepted().body(RunResponse.of(runs.cancel(id)));
    }
}
