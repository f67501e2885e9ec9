package dev.flywheel.training.execution;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.model.bundle.SlicedMetrics.Segment;
import dev.flywheel.model.bundle.SlicedMetrics.Slice;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Gate.Requirement;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.registration.Registry.RegistryMetric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a bundle tells by slices and of features, as metrics of the registry's run:
/// `slice.<feature>.<value>.<metric>` and `importance.<feature>`. Of slices only what chooses and
/// gates, as all metrics would be hundreds; a value that no metric's name may have is left out.
@Component
class ExplanationMetrics {

    private static final Pattern NAMEABLE =
            Pattern.compile("[\\w.\\- ]{1,60}", Pattern.UNICODE_CHARACTER_CLASS);

    private final ArtifactStore artifacts;

    ExplanationMetrics(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    List<RegistryMetric> metrics(StepContext context) {
        List<RegistryMetric> metrics = new ArrayList<>();
        SlicedMetrics sliced = read(context, BundleFiles.SLICES, SlicedMetrics.class);
        if (sliced != null) {
            Set<String> told = told(context.pipeline());
            for (Slice slice : sliced.slices()) {
                slice.values().forEach(segment -> add(metrics, slice.feature(), segment, told));
            }
        }
        FeatureImportance importance =
                read(context, BundleFiles.IMPORTANCE, FeatureImportance.class);
        if (importance != null) {
            importance
                    .features()
                    .forEach(each ->
                            metrics.add(
                                    new RegistryMetric(
                                            "importance." + each.feature(), each.loss(), 0)));
        }
        return metrics;
    }

    private static void add(
            List<RegistryMetric> metrics, String feature, Segment segment, Set<String> told) {
        String value = segment.value();
        if (value != null && NAMEABLE.matcher(value).matches()) {
            segment.metrics()
                    .forEach((metric, measured) -> {
                        if (told.contains(metric)) {
                            String name = "slice.%s.%s.%s".formatted(feature, value, metric);
                            metrics.add(new RegistryMetric(name, measured, 0));
                        }
                    });
        }
    }

    private static Set<String> told(Pipeline pipeline) {
        Set<String> told = new LinkedHashSet<>();
        told.add(pipeline.selectBy().word());
        pipeline.gate().require().stream()
                .map(Requirement::metric)
                .map(Metric::word)
                .forEach(told::add);
        return told;
    }

    private <T> @Nullable T read(StepContext context, String file, Class<T> type) {
        String digest = context.findings().bundle().get(file);
        if (digest == null) {
            return null;
        }
        try (InputStream content = artifacts.open(new Digest(digest))) {
            return Json.read(content.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the bundle's " + file, e);
        }
    }
}
