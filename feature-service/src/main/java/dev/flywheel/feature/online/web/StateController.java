package dev.flywheel.feature.online.web;

import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.pipeline.Pipelines;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/feature-sets/{feature_set}/state?key=user:U1`: one state as this
/// instance keeps it, as the online topic has it; 204 if nothing happened to it yet. Never asks
/// another instance.
@RestController
final class StateController {

    private final Pipelines pipelines;
    private final OnlineStates online;

    StateController(Pipelines pipelines, OnlineStates online) {
        this.pipelines = pipelines;
        this.online = online;
    }

    @GetMapping("/pipelines/{pipeline}/feature-sets/{featureSet}/state")
    ResponseEntity<byte[]> state(
            @PathVariable String pipeline,
            @PathVariable String featureSet,
            @RequestParam("key") String key) {
        byte[] state = online.of(pipelines.get(pipeline).name(), featureSet).stored(key);
        return state == null
                ? ResponseEntity.noContent().build()
                : ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(state);
    }
}
