package dev.flywheel.cli.demo;

import static dev.flywheel.cli.demo.StepFailedException.require;

import dev.flywheel.cli.clicks.Click;
import dev.flywheel.cli.clicks.Session;
import dev.flywheel.cli.loop.Loop;
import dev.flywheel.standalone.service.ServiceName;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// One score and one ranking, for a shopper of the history.
final class FirstPredictionsStep implements DemoStep {

    private static final int CLICKS = 5;
    private static final int TOP = 5;

    @Override
    public String title() {
        return "A prediction and a ranking for a real session";
    }

    @Override
    public void run(DemoContext demo) {
        List<Session> june =
                demo.shop()
                        .sessions(Shop.between(Shop.JULY.minusDays(7), Shop.JULY, demo.history()));
        Session session =
                june.stream()
                        .filter(s -> s.clicks().size() >= CLICKS)
                        .findFirst()
                        .orElseGet(june::getLast);
        List<String> seen = session.clicks().stream().map(Click::item).toList();
        demo.terminal().line("  session %s clicked %s", session.id(), String.join(" ", seen));
        JsonNode score =
                demo.loop()
                        .api()
                        .post(
                                ServiceName.INFERENCE,
                                "/predict",
                                Loop.body("user_id", session.id(), "item_id", seen.getLast()));
        demo.terminal()
                .line("  POST /predict  %s for %s: %s", session.id(), seen.getLast(), shown(score));
        JsonNode rank =
                demo.loop()
                        .api()
                        .post(
                                ServiceName.INFERENCE,
                                "/models/" + Shop.PIPELINE + "/rank",
                                Loop.body("user_id", session.id(), "top_k", TOP));
        demo.terminal().line("  POST /models/%s/rank  the next click might be:", Shop.PIPELINE);
        rank.path("items")
                .forEach(item ->
                        demo.terminal()
                                .line(
                                        "    %-4s %s",
                                        item.path("item_id").asString(""), shown(item)));
        require(
                score.path("recommendation_score").isNumber() && rank.path("items").size() == TOP,
                "Inference answered %s and %s",
                score,
                rank);
    }

    private static String shown(JsonNode scored) {
        return String.format(
                Locale.ROOT, "%.4f", scored.path("recommendation_score").asDouble(Double.NaN));
    }
}
