package dev.flywheel.monitoring.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.model.reference.Profile;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.monitoring.MonitoringFixtures;
import dev.flywheel.monitoring.alert.Episode;
import dev.flywheel.monitoring.drift.Distance;
import dev.flywheel.monitoring.drift.DriftDetector;
import dev.flywheel.monitoring.drift.DriftJudgement;
import dev.flywheel.monitoring.drift.DriftRule;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.window.Spans;
import dev.flywheel.monitoring.window.Spans.Span;
import dev.flywheel.monitoring.window.WindowCounts;
import dev.flywheel.monitoring.window.WindowGrid;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.spec.Monitoring;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shipped pipeline on the shop's real clicks of April to August 2008: what is natural raises
/// no alarm, and a sale does at once.
class NaturalTrafficTest {

    private static final Logger LOG = LoggerFactory.getLogger(NaturalTrafficTest.class);
    private static final Instant TRAINED_ON = Instant.parse("2008-06-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2008-07-01T00:00:00Z");
    private static final Instant AUGUST = Instant.parse("2008-08-01T00:00:00Z");

    private final Pipeline pipeline =
            PipelineReader.read(Path.of("../pipelines/click-recommendation.yaml"));

    @Test
    void staysSilentInTheNaturalTrafficOfJulyAndAugust() throws IOException {
        List<Span<DriftJudgement>> judged = judge(Instant.MAX);

        assertThat(judged).hasSizeGreaterThan(10);
        assertThat(alarms(judged)).isEmpty();
    }

    @Test
    void seesASaleWithinItsFirstWindows() throws IOException {
        List<Span<DriftJudgement>> judged = judge(AUGUST);

        List<Instant> alarms = alarms(judged);
        assertThat(alarms).hasSize(1);
        List<Instant> ends =
                judged.stream().map(Span::end).filter(end -> end.isAfter(AUGUST)).toList();
        assertThat(alarms.getFirst()).isIn(ends.get(0), ends.get(1), ends.get(2));
        assertThat(judged.getLast().counts().driftedFeatures())
                .contains("item_price", "user_last_category", "user_last_item", "user_mean_price");
    }

    private List<Span<DriftJudgement>> judge(Instant sale) throws IOException {
        List<PredictionServed> before = new ArrayList<>();
        List<PredictionServed> after = new ArrayList<>();
        new RealClicks(pipeline)
                .serve(
                        sale,
                        prediction -> {
                            boolean live = !prediction.eventTime().isBefore(JULY);
                            if (live || !prediction.eventTime().isBefore(TRAINED_ON)) {
                                (live ? after : before).add(prediction);
                            }
                        });
        VersionProfile profile = profile(before);
        Monitoring.Drift drift = pipeline.monitoring().drift();
        DriftDetector detector =
                new DriftDetector(
                        new DriftRule(
                                Distance.PSI,
                                Distance.JENSEN_SHANNON,
                                drift.threshold(),
                                drift.shareOfFeatures()));
        return spans(profile, after).stream()
                .map(span -> {
                    DriftJudgement judgement = detector.judge(profile, span.counts());
                    LOG.info("{} to {} {}", span.start(), span.end(), judgement);
                    return new Span<>(span.start(), span.end(), judgement, span.windows());
                })
                .toList();
    }

    private List<Span<WindowCounts>> spans(VersionProfile profile, List<PredictionServed> served) {
        WindowGrid grid = new WindowGrid(pipeline.monitoring().window().every());
        PredictionReader reader = new PredictionReader(pipeline);
        TreeMap<Instant, WindowCounts> windows = new TreeMap<>();
        for (PredictionServed prediction : served) {
            reader.count(
                    prediction,
                    profile,
                    windows.computeIfAbsent(
                            grid.start(prediction.eventTime()), _ -> new WindowCounts()));
        }
        return Spans.of(
                windows.entrySet().stream()
                        .map(window ->
                                new Span<>(
                                        window.getKey(),
                                        grid.end(window.getKey()),
                                        window.getValue(),
                                        1))
                        .toList(),
                pipeline.monitoring().window().atLeast(),
                WindowCounts::predictions,
                WindowCounts::plus);
    }

    /// As training makes it: of the requests whose user is known.
    private VersionProfile profile(List<PredictionServed> served) {
        Map<String, List<Object>> columns = new TreeMap<>();
        long lists = 0;
        for (PredictionServed prediction : served) {
            if (prediction.states().isEmpty()) {
                continue;
            }
            lists++;
            prediction
                    .candidates()
                    .forEach(row ->
                            pipeline.featureSet()
                                    .columns()
                                    .forEach(column -> {
                                        Object value = row.features().get(column.name());
                                        if (value != null) {
                                            columns.computeIfAbsent(
                                                            column.name(), _ -> new ArrayList<>())
                                                    .add(value);
                                        }
                                    }));
        }
        Map<String, Profile> features = new TreeMap<>();
        columns.forEach((name, values) -> features.put(name, MonitoringFixtures.profile(values)));
        Reference reference =
                new Reference(
                        lists * served.getFirst().ranking().size(),
                        lists * 8,
                        features,
                        MonitoringFixtures.profile(List.of(0.5)));
        return VersionProfile.of(
                1,
                reference,
                pipeline.featureSet().columns().stream()
                        .filter(FeatureColumn::cumulative)
                        .map(FeatureColumn::name)
                        .toList());
    }

    private List<Instant> alarms(List<Span<DriftJudgement>> judged) {
        List<Instant> alarms = new ArrayList<>();
        Episode episode = Episode.NONE;
        for (Span<DriftJudgement> span : judged) {
            Episode next =
                    episode.next(span.counts().breached(), pipeline.monitoring().drift().windows());
            if (next.open() && !episode.open()) {
                alarms.add(span.end());
            }
            episode = next;
        }
        return alarms;
    }
}
