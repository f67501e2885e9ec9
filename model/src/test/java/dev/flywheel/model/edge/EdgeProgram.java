package dev.flywheel.model.edge;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.RowScorer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/// Scores rows of features, one JSON object a line, with a version's archive. No service, no
/// network.
public final class EdgeProgram {

    public static void main(String[] arguments) throws IOException {
        // Checks every checksum, and that the golden rows score here as they did in training.
        ModelBundle bundle = BundleArchive.load(Path.of(arguments[0]));
        RowScorer scorer = bundle.scorer(); // one a thread
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, Object> features =
                        Json.MAPPER.readValue(line, new TypeReference<>() {});
                System.out.println(scorer.score(FeatureRow.of(bundle.columns(), features)));
            }
        }
    }
}
