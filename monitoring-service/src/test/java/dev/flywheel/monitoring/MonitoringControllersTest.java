package dev.flywheel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.when;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.monitoring.alert.AlertLog;
import dev.flywheel.monitoring.alert.RetrainState;
import dev.flywheel.monitoring.drift.DriftJudgement;
import dev.flywheel.monitoring.drift.DriftJudgements;
import dev.flywheel.monitoring.drift.FeatureDrift;
import dev.flywheel.monitoring.drift.JudgedDrift;
import dev.flywheel.monitoring.profile.Profiles;
import dev.flywheel.monitoring.profile.VersionProfile;
import dev.flywheel.monitoring.profile.Watch;
import dev.flywheel.monitoring.quality.QualityJudgements;
import dev.flywheel.monitoring.watch.PipelineWatch;
import dev.flywheel.monitoring.watch.WatchStates;
import dev.flywheel.monitoring.watch.WatchedPipeline;
import dev.flywheel.monitoring.window.FeatureCounts;
import dev.flywheel.monitoring.window.ObservationWindow;
import dev.flywheel.monitoring.window.ObservationWindows;
import dev.flywheel.monitoring.window.WindowCounts;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.ServiceSupport;
import dev.flywheel.testsupport.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest
@ImportAutoConfiguration(ServiceSupport.class)
@Import({MonitoringSecurity.class, MonitoringControllersTest.Shop.class})
class MonitoringControllersTest {

    private static final Instant START = MonitoringFixtures.START;

    @Autowired MockMvcTester mvc;
    @MockitoBean ObservationWindows windows;
    @MockitoBean DriftJudgements drift;
    @MockitoBean QualityJudgements quality;
    @MockitoBean AlertLog alerts;
    @MockitoBean WatchStates states;
    @MockitoBean PipelineWatch watch;
    @MockitoBean Profiles profiles;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
    }

    @Test
    void tellsWhereTheWatchStands() {
        when(states.find("shop"))
                .thenReturn(
                        Optional.of(
                                new WatchedPipeline(
                                        "shop", START, null, 7, 5, 4, 2, RetrainState.NEW)));

        assertThat(get("/pipelines/shop/status"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"pipeline": "shop", "champion": 2, "watermark": "2008-07-01T00:00:00Z",
                         "outcome_watermark": null, "predictions_seen": 7, "outcomes_joined": 4,
                         "last_alert": null, "last_retrain_request": null, "failure": null}
                        """);
    }

    @Test
    void showsHistogramsOfTheNewestSpan() {
        FeatureDrift moved =
                new FeatureDrift(
                        "item_category",
                        "jensen-shannon",
                        Watch.DISTRIBUTION,
                        0.4,
                        0.41,
                        0.1,
                        0.2,
                        true,
                        10,
                        9);
        when(drift.latest(anyString(), anyInt()))
                .thenReturn(
                        List.of(
                                new JudgedDrift(
                                        1,
                                        START,
                                        START.plusSeconds(3600),
                                        10,
                                        new DriftJudgement(1, true, List.of(moved), List.of()))));
        VersionProfile profile =
                VersionProfile.of(1, MonitoringFixtures.aReference(), Set.of("user_clicks"));
        when(profiles.find(any(), anyInt())).thenReturn(Optional.of(profile));
        WindowCounts counts = new WindowCounts();
        FeatureCounts categories = counts.feature("item_category", 7, 7);
        categories.add(0, 1, 1);
        when(windows.between("shop", 1, START, START.plusSeconds(3600)))
                .thenReturn(
                        List.of(new ObservationWindow(1, START, START.plusSeconds(3600), counts)));

        MvcTestResult result = get("/pipelines/shop/drift");

        assertThat(result).hasStatusOk();
        assertThat(result)
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"threshold": 0.2, "share_of_features": 0.3, "needed_windows": 2,
                         "windows": [{"version": 1, "share": 1.0, "drifted": true, "features": [
                           {"feature": "item_category", "distance": 0.4, "drifted": true,
                            "watched": "distribution", "threshold": 0.2}]}]}
                        """);
        assertThat(result).bodyJson().extractingPath("$.windows.length()").isEqualTo(1);
    }

    @Test
    void listsAlerts() {
        when(alerts.latest("shop", 3))
                .thenReturn(
                        List.of(
                                new AlertRaised(
                                        "a1",
                                        "shop",
                                        "drift",
                                        "warning",
                                        "Prices rose",
                                        START,
                                        Map.of("version", 1))));

        assertThat(get("/pipelines/shop/alerts?limit=3"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"pipeline": "shop", "alerts": [{"alert_id": "a1", "kind": "drift",
                          "raised_at": "2008-07-01T00:00:00Z", "evidence": {"version": 1}}]}
                        """);
    }

    @Test
    void tellsWhatQualityIsWatched() {
        assertThat(get("/pipelines/shop/quality"))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"pipeline": "shop", "metric": "ndcg@10", "drop": 0.2, "windows": []}
                        """);
    }

    @Test
    void refusesALimitOutOfRange() {
        assertThat(get("/pipelines/shop/windows?limit=0")).hasStatus(HttpStatus.BAD_REQUEST);
    }

    @Test
    void answersUnknownPipelineWithProblem() {
        assertThat(get("/pipelines/nothing/windows"))
                .hasStatus(HttpStatus.NOT_FOUND)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/pipeline-not-found");
    }

    @Test
    void needsItsScope() {
        assertThat(mvc.get().uri("/pipelines/shop/drift").exchange())
                .hasStatus(HttpStatus.UNAUTHORIZED);
        assertThat(
                        mvc.get()
                                .uri("/pipelines/shop/drift")
                                .header("Authorization", "Bearer " + TestTokens.token("predict"))
                                .exchange())
                .hasStatus(HttpStatus.FORBIDDEN);
    }

    private MvcTestResult get(String path) {
        return mvc.get()
                .uri(path)
                .header("Authorization", "Bearer " + TestTokens.token("monitoring:read"))
                .exchange();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Pipelines pipelines() {
            return Pipelines.of(MonitoringFixtures.aPipeline("shop"));
        }
    }
}
