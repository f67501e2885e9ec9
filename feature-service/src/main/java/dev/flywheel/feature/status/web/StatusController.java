package dev.flywheel.feature.status.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.contracts.Place;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.online.OnlineStatus;
import dev.flywheel.feature.row.FoldProgress;
import dev.flywheel.feature.row.FoldProgresses;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/archive` and `GET /pipelines/{pipeline}/online`.
@RestController
final class StatusController {

    private final Pipelines pipelines;
    private final Archive archive;
    private final FoldProgresses progresses;
    private final OnlineStates online;

    StatusController(
            Pipelines pipelines, Archive archive, FoldProgresses progresses, OnlineStates online) {
        this.pipelines = pipelines;
        this.archive = archive;
        this.progresses = progresses;
        this.online = online;
    }

    /// What a pipeline's archive holds, and how far rows were made of it.
    ///
    /// @param lastEventTime the largest event time that was archived; null while there is none
    /// @param watermark event time of the last event that was folded; null while there is none
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ArchiveStatus(
            String pipeline,
            String featureSet,
            long events,
            long entityVersions,
            long position,
            @Nullable Instant lastEventTime,
            @Nullable Instant watermark,
            long rowsPrepared,
            long lateEvents) {}

    @GetMapping("/pipelines/{pipeline}/archive")
    ArchiveStatus archive(@PathVariable String pipeline) {
        Pipeline declared = pipelines.get(pipeline);
        String featureSet = declared.featureSet().id();
        Archive.Head head = archive.head(pipeline);
        FoldProgress progress = progresses.find(pipeline, featureSet);
        Place place = progress.place();
        return new ArchiveStatus(
                pipeline,
                featureSet,
                head.events(),
                head.entityVersions(),
                head.position(),
                head.lastEventTime(),
                place == null ? null : place.eventTime(),
                progress.rows(),
                progress.lateEvents());
    }

    @GetMapping("/pipelines/{pipeline}/online")
    OnlineStatus online(@PathVariable String pipeline) {
        return online.of(pipelines.get(pipeline).name()).status();
    }
}
