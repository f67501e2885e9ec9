package dev.flywheel.cli.demo;

import dev.flywheel.cli.client.ApiException;
import dev.flywheel.cli.loop.Loop;
import dev.flywheel.standalone.service.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What monitoring says of the pipeline.
final class MonitoringView {

    private final Loop loop;

    MonitoringView(Loop loop) {
        this.loop = loop;
    }

    private JsonNode get(String below) {
        return loop.api().get(ServiceName.MONITORING, loop.path(below));
    }

    /// Alerts of drift and quality, newest first.
    List<JsonNode> alarms() {
        List<JsonNode> alarms = new ArrayList<>();
        for (JsonNode alert : get("/alerts").path("alerts")) {
            String kind = alert.path("kind").asString("");
            if (kind.equals("drift") || kind.equals("quality")) {
                alarms.add(alert);
            }
        }
        return alarms;
    }

    long outcomesJoined() {
        return get("/status").path("outcomes_joined").asLong(0);
    }

    long outcomesSeen() {
        return get("/status").path("outcomes_seen").asLong(0);
    }

    long predictionsSeen() {
        return get("/status").path("predictions_seen").asLong(0);
    }

    /// The newest judged quality in a few words; empty while there is none or nobody answers.
    String liveQuality() {
        try {
            JsonNode newest = get("/quality?limit=1").path("windows").path(0);
            double value =
                    newest.path("metrics").path("ndcg@10").path("value").asDouble(Double.NaN);
            return Double.isNaN(value)
                    ? ""
                    : String.format(Locale.ROOT, "monitoring: live NDCG@10 %.3f", value);
        } catch (ApiException _) {
            return "";
        }
    }

    /// The largest share of features that drifted in one of the newest windows.
    double largestDrift() {
        double largest = 0;
        for (JsonNode window : get("/drift").path("windows")) {
            largest = Math.max(largest, window.path("share").asDouble(0));
        }
        return largest;
    }
}
