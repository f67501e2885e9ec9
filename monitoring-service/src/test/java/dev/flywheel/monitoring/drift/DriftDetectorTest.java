package dev.flywheel.monitoring.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.PredictionServed.Scored;
import dev.flywheel.monitoring.MonitoringFixtures;
import dev.flywheel.monitoring.MonitoringFixtures.Shop;
import dev.flywheel.monitoring.profile.FeatureProfile;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.profile.Watch;
import dev.flywheel.monitoring.window.Groups;
import dev.flywheel.monitoring.window.WindowCounts;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftDetectorTest {

    private static final VersionProfile PROFILE =
            VersionProfile.of(1, MonitoringFixtures.aReference(), Set.of("user_clicks"));

    private final DriftDetector detector =
            new DriftDetector(new DriftRule(Distance.PSI, Distance.JENSEN_SHANNON, 0.2, 0.3));

    @Test
    void findsNothingInTheTrafficOfTraining() {
        for (int seed = 10; seed < 60; seed++) {
            DriftJudgement judgement =
                    detector.judge(PROFILE, window(new Shop(seed, 1, false), 300));

            assertThat(judgement.driftedFeatures()).as("seed %d", seed).isEmpty();
            assertThat(judgement.breached()).isFalse();
        }
    }

    @Test
    void findsPricesThatRose() {
        DriftJudgement judgement = detector.judge(PROFILE, window(new Shop(10, 1.5, false), 300));

        assertThat(judgement.driftedFeatures()).containsExactly("item_price", "user_mean_price");
        assertThat(judgement.breached()).isTrue();
    }

    @Test
    void findsTrafficThatMovedToOneCategory() {
        DriftJudgement judgement = detector.judge(PROFILE, window(new Shop(10, 1, true), 300));

        assertThat(judgement.driftedFeatures())
                .containsExactly("user_last_category", "user_mean_price");
        assertThat(judgement.share()).isEqualTo(0.5);
    }

    @Test
    void judgesTheSameCountsTheSame() {
        WindowCounts counts = window(new Shop(10, 1.2, false), 300);

        assertThat(detector.judge(PROFILE, counts)).isEqualTo(detector.judge(PROFILE, counts));
    }

    @Test
    void watchesAllTimeCountsForMissingValuesOnly() {
        FeatureProfile clicks = feature("user_clicks");
        WindowCounts grown = new WindowCounts();
        WindowCounts missing = new WindowCounts();
        for (int i = 0; i < 400; i++) {
            int group = i % Groups.COUNT;
            add(grown, clicks, group, 1_000_000L);
            add(missing, clicks, group, i % 2 == 0 ? null : 5L);
        }

        assertThat(clicks.watch()).isEqualTo(Watch.MISSING);
        assertThat(detector.judge(PROFILE, grown).driftedFeatures()).isEmpty();
        assertThat(detector.judge(PROFILE, missing).driftedFeatures())
                .containsExactly("user_clicks");
    }

    @Test
    void doesNotMistakeAFewBusyUsersForDrift() {
        // Twenty users make all the requests: 2,400 rows, and little information.
        int alarms = 0;
        for (int seed = 0; seed < 40; seed++) {
            WindowCounts counts = new WindowCounts();
            Shop shop = new Shop(seed, 1, false);
            for (int user = 0; user < 20; user++) {
                var prediction = shop.prediction("p" + user, 1, MonitoringFixtures.START);
                for (int i = 0; i < 15; i++) {
                    count(counts, user, prediction.candidates());
                }
            }
            alarms += detector.judge(PROFILE, counts).breached() ? 1 : 0;
        }

        assertThat(alarms).isLessThan(5);
    }

    private static WindowCounts window(Shop shop, int predictions) {
        WindowCounts counts = new WindowCounts();
        for (int i = 0; i < predictions; i++) {
            var prediction = shop.prediction("p" + i, 1, MonitoringFixtures.START);
            String user = String.valueOf(prediction.request().get("user_id"));
            count(counts, Groups.of(user), prediction.candidates());
        }
        return counts;
    }

    private static void count(WindowCounts counts, int user, Iterable<Scored> candidates) {
        int group = user % Groups.COUNT;
        counts.addPrediction(group, false, 1000, MonitoringFixtures.ITEMS);
        counts.addProfiled();
        for (Scored candidate : candidates) {
            for (FeatureProfile feature : PROFILE.features()) {
                int bin = feature.bins().indexOf(candidate.features().get(feature.name()));
                counts.feature(feature.name(), feature.bins().size(), feature.cells().count())
                        .add(group, bin, feature.cells().ofBin()[bin]);
            }
        }
    }

    private static void add(
            WindowCounts counts, FeatureProfile feature, int group, @Nullable Object value) {
        counts.addPrediction(group, false, 1000, MonitoringFixtures.ITEMS);
        counts.addProfiled();
        int bin = feature.bins().indexOf(value);
        counts.feature(feature.name(), feature.bins().size(), feature.cells().count())
                .add(group, bin, feature.cells().ofBin()[bin]);
    }

    private static FeatureProfile feature(String name) {
        return PROFILE.features().stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
