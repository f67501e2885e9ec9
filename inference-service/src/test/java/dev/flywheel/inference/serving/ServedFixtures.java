package dev.flywheel.inference.serving;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.inference.ShopFixtures;
import dev.flywheel.inference.online.OnlineFeatures;
import dev.flywheel.inference.online.OnlineStore;
import dev.flywheel.inference.topic.Progress;
import dev.flywheel.model.bundle.VersionBundle;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Models that serve, without a registry or Kafka.
public final class ServedFixtures {

    public static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

    private ServedFixtures() {}

    /// A version 7 of the shop's model over the shop's online states.
    public static ServedModel served(Path directory) {
        return served(directory, null);
    }

    /// The same with a threshold from which answers are yes.
    public static ServedModel served(Path directory, @Nullable Double threshold) {
        return serving(directory, ShopFixtures.bundle(directory, "bundle", "clicks", 7, threshold));
    }

    /// A version 7 that came as a graph, which has no score for items that it has no price of.
    public static ServedModel graph(Path directory) {
        return serving(directory, ShopFixtures.graphBundle(directory, "bundle", "clicks"));
    }

    private static ServedModel serving(Path directory, ModelServing.Bundle source) {
        try {
            VersionBundle bundle = VersionBundle.read(directory.resolve("bundle"), source.files());
            Pipeline pipeline = PipelineReader.read(bundle.pipeline(), "pipeline.yaml");
            OnlineStore store =
                    new OnlineStore(
                            directory.resolve("online"), pipeline.featureSet(), "item", 1000);
            store.accept(records(ShopFixtures.states(pipeline.featureSet())), Map.of(0, 1L));
            return new ServedModel(
                    "clicks",
                    7,
                    "champion",
                    source,
                    bundle,
                    Scoring.of(bundle),
                    pipeline,
                    new OnlineFeatures(store, new Progress(CLOCK), store::close),
                    CLOCK.instant(),
                    Duration.ZERO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Models of which these serve.
    public static ServingModels serving(ServedModel... served) {
        ServingModels models = new ServingModels();
        for (ServedModel model : served) {
            models.slot(model.name()).swap(model);
        }
        return models;
    }

    /// States as records of the online topic.
    public static List<ConsumerRecord<String, byte[]>> records(Map<String, byte[]> states) {
        return states.entrySet().stream()
                .map(state -> new ConsumerRecord<>("t", 0, 0, state.getKey(), state.getValue()))
                .toList();
    }
}
