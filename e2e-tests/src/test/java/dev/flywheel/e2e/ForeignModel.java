package dev.flywheel.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.onnx.graph.Classifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A classifier that was trained elsewhere, as files that a user would bring, and a shopper whose
/// score by it is known without any service: how often the shopper has clicked, and that the item
/// is the one of the latest click.
///
/// @param clicks of the shopper, all of them
record ForeignModel(String user, String item, int clicks) {

    private static final String SCHEMA =
            """
            {"inputs": {"X": ["user_clicks", "same_again"], "item": "item_id"},
             "missing": {"user_clicks": 0, "same_again": 0},
             "output": {"name": "probabilities"}}
            """;

    /// Asks about a shopper of the first days, who does not come back, with a few clicks.
    static ForeignModel about(List<ShopClick> history) {
        Map<String, List<ShopClick>> byUser =
                history.subList(0, history.size() / 2).stream()
                        .collect(Collectors.groupingBy(ShopClick::user));
        List<ShopClick> session =
                byUser.values().stream()
                        .filter(clicks -> clicks.size() == 5)
                        .min(Comparator.comparing(clicks -> clicks.getFirst().at()))
                        .orElseThrow();
        return new ForeignModel(
                session.getFirst().user(), session.getLast().item(), session.size());
    }

    Path graph(Path directory) throws IOException {
        return Files.write(directory.resolve("clicks.onnx"), Classifiers.bytes());
    }

    Path schema(Path directory) throws IOException {
        return Files.write(directory.resolve("clicks.schema.json"), SCHEMA.getBytes(UTF_8));
    }

    Map<String, String> request() {
        return Map.of("user_id", user, "item_id", item);
    }

    double score() {
        return Classifiers.probability(clicks, 1, item);
    }
}
