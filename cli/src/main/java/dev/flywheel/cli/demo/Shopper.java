package dev.flywheel.cli.demo;

import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.client.ApiException;
import dev.flywheel.cli.loop.Loop;
import dev.flywheel.standalone.service.ServiceName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Replays one visit: before each click a rank of the whole catalogue, then the click, which names
/// the rank that it answers.
///
/// A service that is away is asked again, so a visit goes on after a restart; how often that
/// happened is counted.
final class Shopper {

    private static final int ATTEMPTS = 240;
    private static final Duration RETRY = Duration.ofMillis(500);

    private final Api api;
    private final String pipeline;
    private final ReplayTally tally;

    Shopper(Api api, String pipeline, ReplayTally tally) {
        this.api = api;
        this.pipeline = pipeline;
        this.tally = tally;
    }

    void click(Visit visit, Visit.Step step) {
        JsonNode rank = patiently(() -> rank(visit, step), tally::attemptFailed);
        if (step.order() > 1) {
            tally.judged(position(rank, step.item()));
        }
        Map<String, Object> event =
                Loop.body(
                        "event_id",
                        step.eventId(),
                        "event_type",
                        "click",
                        "event_time",
                        step.at().toString(),
                        "prediction_id",
                        rank.path("prediction_id").asString(""),
                        "user_id",
                        visit.user(),
                        "item_id",
                        step.item(),
                        "order",
                        step.order());
        patiently(
                () -> api.post(ServiceName.INGESTION, "/pipelines/" + pipeline + "/events", event),
                tally::eventRetried);
        tally.clicked();
    }

    JsonNode rank(Visit visit, Visit.Step step) {
        long begin = System.nanoTime();
        JsonNode answer =
                api.post(
                        ServiceName.INFERENCE,
                        "/models/" + pipeline + "/rank",
                        Loop.body(
                                "user_id",
                                visit.user(),
                                "event_time",
                                step.at().toString(),
                                "order",
                                step.order(),
                                "top_k",
                                10));
        tally.ranked((System.nanoTime() - begin) / 1000);
        return answer;
    }

    private static int position(JsonNode rank, String item) {
        JsonNode items = rank.path("items");
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("item_id").asString("").equals(item)) {
                return i;
            }
        }
        return -1;
    }

    /// Asks until there is an answer; a refusal of the request itself is not asked again.
    private static JsonNode patiently(Supplier<JsonNode> request, Runnable onFailure) {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (ApiException e) {
                onFailure.run();
                boolean passing = e.status() == 0 || e.status() == 429 || e.status() >= 500;
                if (!passing || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }
}
