package dev.flywheel.cli.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A training run as the training service tells it.
public record RunReport(JsonNode json) {

    /// The name under which the chosen candidate was evaluated.
    public static final String WINNER = "winner";

    private static final Set<String> ENDS =
            Set.of("SUCCEEDED", "REJECTED", "HALTED", "FAILED", "CANCELLED");

    public String id() {
        String id = json.path("run_id").asString("");
        return id.isEmpty() ? json.path("id").asString("") : id;
    }

    public String state() {
        return json.path("state").asString("");
    }

    public String cause() {
        return json.path("cause").asString("");
    }

    public boolean hasEnded() {
        return ENDS.contains(state());
    }

    /// Whether it came to a version, promoted or not.
    public boolean isDecided() {
        return state().equals("SUCCEEDED") || state().equals("REJECTED");
    }

    public String summary() {
        return json.path("summary").asString("");
    }

    /// The version that it registered; 0 if none.
    public int version() {
        int version = json.path("version").asInt(0);
        return version > 0
                ? version
                : json.path("findings").path("registration").path("version").asInt(0);
    }

    public String trainer() {
        return findings("winner").path("trainer").asString("");
    }

    public String modelDigest() {
        return findings("winner").path("model_digest").asString("");
    }

    /// A metric of the test part; NaN if it was not computed.
    ///
    /// @param who `winner`, `popularity`, `champion` or another that was evaluated
    public double metric(String who, String metric) {
        return findings("evaluations").path(who).path(metric).asDouble(Double.NaN);
    }

    /// Everything that was evaluated on the test part.
    public List<String> evaluated() {
        return new ArrayList<>(findings("evaluations").propertyNames());
    }

    private JsonNode findings(String name) {
        JsonNode direct = json.path(name);
        return direct.isMissingNode() ? json.path("findings").path(name) : direct;
    }

    /// A metric in words.
    public String shown(String who, String metric) {
        double value = metric(who, metric);
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
