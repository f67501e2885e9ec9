package dev.flywheel.feature.snapshot.web;

import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.feature.snapshot.Snapshot;
import dev.flywheel.feature.snapshot.SnapshotTaker;
import dev.flywheel.pipeline.Pipelines;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `POST /pipelines/{pipeline}/snapshots` and `GET /pipelines/{pipeline}/snapshots/{id}`.
@RestController
final class SnapshotController {

    private final Pipelines pipelines;
    private final SnapshotTaker taker;

    SnapshotController(Pipelines pipelines, SnapshotTaker taker) {
        this.pipelines = pipelines;
        this.taker = taker;
    }

    @PostMapping("/pipelines/{pipeline}/snapshots")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Snapshot take(@PathVariable String pipeline, @RequestBody SnapshotRequest request) {
        return taker.take(pipelines.get(pipeline), request);
    }

    @GetMapping("/pipelines/{pipeline}/snapshots/{id}")
    Snapshot find(@PathVariable String pipeline, @PathVariable String id) {
        return taker.find(pipelines.get(pipeline), id);
    }
}
