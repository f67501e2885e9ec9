package dev.flywheel.training.dataset;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Asks the feature service for snapshots, and waits for them.
public final class SnapshotClient {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final RestClient features;
    private final Duration timeout;
    private final Clock clock;

    /// @param timeout how long a snapshot may take
    public SnapshotClient(RestClient features, Duration timeout, Clock clock) {
        this.features = features;
        this.timeout = timeout;
        this.clock = clock;
    }

    /// How far the archive is.
    public Archive archive(String pipeline) {
        return Json.read(
                body(features.get().uri("/pipelines/{p}/archive", pipeline)), Archive.class);
    }

    /// Has a snapshot made; the same request finds the one that is made already.
    ///
    /// @param meanwhile called again and again while it is made; what it throws ends the wait
    /// @throws DatasetException.Refused if it can't be made
    public SnapshotManifest make(String pipeline, SnapshotRequest request, Runnable meanwhile) {
        Instant deadline = clock.instant().plus(timeout);
        Answer answer = post(pipeline, request);
        while (true) {
            SnapshotManifest manifest = answer.manifest();
            if (answer.status().equals("SUCCEEDED") && manifest != null) {
                return manifest;
            }
            if (answer.status().equals("FAILED")) {
                throw new DatasetException.Refused(
                        "The feature service could not make snapshot %s: %s"
                                .formatted(answer.id(), answer.error()));
            }
            if (clock.instant().isAfter(deadline)) {
                throw new DatasetException.Refused(
                        "Snapshot %s was not made within %s".formatted(answer.id(), timeout));
            }
            meanwhile.run();
            pause();
            answer = get(pipeline, answer.id());
        }
    }

    /// Why the feature service has no snapshot of that id; empty if it has one, or can't tell.
    public Optional<String> whyGone(String pipeline, String id) {
        try {
            return Optional.ofNullable(get(pipeline, id).error());
        } catch (RestClientException _) {
            return Optional.empty();
        }
    }

    private Answer post(String pipeline, SnapshotRequest request) {
        try {
            return Json.read(
                    body(
                            features.post()
                                    .uri("/pipelines/{p}/snapshots", pipeline)
                                    .contentType(MediaType.APPLICATION_JSON)
                                    .body(Json.bytes(request))),
                    Answer.class);
        } catch (HttpClientErrorException.UnprocessableContent e) {
            Map<?, ?> problem = Json.read(e.getResponseBodyAsByteArray(), Map.class);
            throw new DatasetException.Refused(
                    "The feature service refuses the snapshot: " + problem.get("detail"));
        }
    }

    private Answer get(String pipeline, String id) {
        return Json.read(
                body(features.get().uri("/pipelines/{p}/snapshots/{id}", pipeline, id)),
                Answer.class);
    }

    private static byte[] body(RestClient.RequestHeadersSpec<?> call) {
        byte[] body = call.accept(MediaType.APPLICATION_JSON).retrieve().body(byte[].class);
        if (body == null) {
            throw new DatasetException.Refused("The feature service answered with nothing");
        }
        return body;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException.Refused("Interrupted while waiting for a snapshot");
        }
    }

    /// How far the archive of a pipeline is.
    ///
    /// @param position of the last event that is archived
    /// @param watermark the pipeline's clock; null before the first event
    public record Archive(long position, @Nullable Instant watermark) {}

    private record Answer(
            String id,
            String status,
            @Nullable String error,
            @Nullable SnapshotManifest manifest) {}
}
