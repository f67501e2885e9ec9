package dev.flywheel.cli.loop;

import dev.flywheel.cli.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A training run as the training service tells it.
public record RunReport(JsonNode json) {

    /// The name under which the chosen candidate was evaluated.
    public static final String WINNER = "winner";

    private static final Set<String> ENDS =
            Set.of("SUCCEEDED", "REJECTED", "HALTED", "FAILED", "CANCELLED");

    public String id() {
        return json.path("run_id").asString("");
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

    /// What the run came to, for the exit code. A run that may promote and did not, although its
    /// gate passed, waits for somebody.
    public ExitCode code() {
        return switch (state()) {
            case "SUCCEEDED" -> isWaitingForApproval() ? ExitCode.PENDING : ExitCode.OK;
            case "REJECTED" -> ExitCode.REFUSED;
            case "HALTED" -> ExitCode.HALTED;
            default -> ExitCode.ERROR;
        };
    }

    private boolean isWaitingForApproval() {
        return json.path("promote").asBoolean(true) && !isPromoted();
    }

    /// Whether the version became champion.
    public boolean isPromoted() {
        return json.path("registration").path("promoted").asBoolean(false);
    }

    /// What a program would want to know of it.
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("pipeline", json.get("pipeline"));
        members.put("run_id", id());
        members.put("state", state());
        members.put("summary", summary());
        members.put("version", version() == 0 ? null : version());
        members.put("promoted", isPromoted());
        members.put("gate", json.get("gate"));
        members.put("trainer", trainer());
        members.put("metrics", json.get("metrics"));
        members.put("evaluations", json.get("evaluations"));
        return members;
    }

    public String summary() {
        return json.path("summary").asString("");
    }

    /// The version that it registered; 0 if none.
    public int version() {
        return json.path("model_version").asInt(0);
    }

    public String trainer() {
        return json.path("winner").path("trainer").asString("");
    }

    public String modelDigest() {
        return json.path("winner").path("model_digest").asString("");
    }

    /// A metric of the test part; NaN if it was not computed.
    ///
    /// @param who `winner`, `popularity`, `champion` or another that was evaluated
    public double metric(String who, String metric) {
        return json.path("evaluations").path(who).path(metric).asDouble(Double.NaN);
    }

    /// Everything that was evaluated on the test part.
    public List<String> evaluated() {
        return new ArrayList<>(json.path("evaluations").propertyNames());
    }

    /// The names of the metrics that were computed.
    public List<String> metrics(String who) {
        return new ArrayList<>(json.path("evaluations").path(who).propertyNames());
    }

    /// A metric in words.
    public String shown(String who, String metric) {
        double value = metric(who, metric);
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
