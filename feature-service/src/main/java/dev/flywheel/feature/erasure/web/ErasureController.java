package dev.flywheel.feature.erasure.web;

import dev.flywheel.feature.erasure.ErasedModels;
import dev.flywheel.feature.erasure.Erasure;
import dev.flywheel.feature.erasure.ErasureRequest;
import dev.flywheel.feature.erasure.Erasures;
import dev.flywheel.pipeline.Pipelines;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `POST /pipelines/{pipeline}/erasures`, and what became of it. The key is in the body, as paths
/// end up in logs of proxies.
@RestController
@SuppressWarnings("RequestMappingAnnotation") // the principal needs no annotation
final class ErasureController {

    private final Pipelines pipelines;
    private final Erasures erasures;
    private final ErasedModels models;

    ErasureController(Pipelines pipelines, Erasures erasures, ErasedModels models) {
        this.pipelines = pipelines;
        this.erasures = erasures;
        this.models = models;
    }

    @PostMapping("/pipelines/{pipeline}/erasures")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Erasure request(
            @PathVariable String pipeline, @RequestBody ErasureRequest request, Principal caller) {
        return erasures.request(pipelines.get(pipeline), request, caller.getName());
    }

    /// The latest hundred.
    record Listed(List<Erasure> erasures) {}

    @GetMapping("/pipelines/{pipeline}/erasures")
    Listed list(@PathVariable String pipeline) {
        return new Listed(erasures.of(pipelines.get(pipeline)));
    }

    @GetMapping("/pipelines/{pipeline}/erasures/{id}")
    Erasure find(@PathVariable String pipeline, @PathVariable UUID id) {
        return erasures.find(pipelines.get(pipeline), id);
    }

    /// The versions that learned from the entity.
    record Models(List<ErasedModels.Trained> models) {}

    @GetMapping("/pipelines/{pipeline}/erasures/{id}/models")
    Models models(@PathVariable String pipeline, @PathVariable UUID id) {
        return new Models(models.of(erasures.find(pipelines.get(pipeline), id)));
    }
}
