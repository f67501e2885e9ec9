package dev.flywheel.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.flywheel.contracts.Place;
import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.erasure.ErasedModels;
import dev.flywheel.feature.erasure.Erasures;
import dev.flywheel.feature.featureset.FeatureSetPlanner;
import dev.flywheel.feature.featureset.FeatureSetReport;
import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStateAwayException;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.online.OnlineStatus;
import dev.flywheel.feature.row.FoldProgress;
import dev.flywheel.feature.row.FoldProgresses;
import dev.flywheel.feature.snapshot.Snapshot;
import dev.flywheel.feature.snapshot.SnapshotException;
import dev.flywheel.feature.snapshot.SnapshotTaker;
import dev.flywheel.feature.trainingdata.SpineFormat;
import dev.flywheel.feature.trainingdata.TrainingData;
import dev.flywheel.feature.value.FeatureValues;
import dev.flywheel.feature.value.UnknownEntityException;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.ServiceSupport;
import dev.flywheel.testsupport.TestTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/// The service's whole HTTP surface, with real tokens.
@WebMvcTest
@EnableConfigurationProperties(FeatureProperties.class)
@ImportAutoConfiguration(ServiceSupport.class)
@Import(SecurityRules.class)
class FeatureControllersTest {

    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    @Autowired MockMvcTester mvc;
    @MockitoBean Archive archive;
    @MockitoBean FoldProgresses progresses;
    @MockitoBean OnlineStates online;
    @MockitoBean SnapshotTaker taker;
    @MockitoBean FeatureValues values;
    @MockitoBean TrainingData training;
    @MockitoBean FeatureSetReport sets;
    @MockitoBean FeatureSetPlanner planner;
    @MockitoBean Erasures erasures;
    @MockitoBean ErasedModels models;
    @TempDir Path directory;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Surroundings {

        @Bean
        Pipelines pipelines() {
            return Pipelines.of(FeatureFixtures.aPipeline("shop"));
        }
    }

    @Test
    void tellsWhatTheArchiveHolds() {
        when(archive.head("shop")).thenReturn(new Archive.Head((short) 1, 12, 9, 3, NOON, NOON));
        when(progresses.find(eq("shop"), any()))
                .thenReturn(new FoldProgress(12, new Place(NOON, "e9"), 7, 1));

        assertThat(get("/pipelines/shop/archive", Scope.FEATURES_READ))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"events": 9, "entity_versions": 3, "position": 12, "rows_prepared": 7,
                         "late_events": 1, "watermark": "2026-04-01T12:00:00Z"}
                        """);
    }

    @Test
    void tellsHowTheOnlineStateIs() {
        OnlineState state = mock(OnlineState.class);
        when(online.of("shop")).thenReturn(state);
        when(state.status()).thenReturn(new OnlineStatus("shop", "abc", "RUNNING", 9, null));

        assertThat(get("/pipelines/shop/online", Scope.FEATURES_READ))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"pipeline": "shop", "feature_set": "abc", "state": "RUNNING", "applied": 9,
                         "lag": null}
                        """);
    }

    @Test
    void answersFeatureValuesWithNullForMissingOnes() {
        Map<String, @Nullable Object> features = new LinkedHashMap<>();
        features.put("user_clicks", 2.0);
        features.put("user_last_item", null);
        when(values.asOf(any(), eq(Map.of("user", "U1")), eq(NOON)))
                .thenReturn(
                        new FeatureValues.Answer(
                                "shop",
                                "abc",
                                Map.of("user", "U1"),
                                NOON,
                                "archive",
                                features,
                                Map.of()));

        assertThat(
                        get(
                                "/pipelines/shop/features?user=U1&as_of=2026-04-01T12:00:00Z",
                                Scope.FEATURES_READ))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo(
                        """
                        {"source": "archive", "features": {"user_clicks": 2.0, "user_last_item": null}}
                        """);
    }

    @Test
    void refusesAKeyOfNoEntity() {
        when(values.online(any(), any()))
                .thenThrow(new UnknownEntityException(Set.of("usr"), List.of("user", "item")));

        assertThat(get("/pipelines/shop/features?usr=U1", Scope.FEATURES_READ))
                .hasStatus(400)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .extractingPath("$.unknown")
                .asArray()
                .containsExactly("usr");
    }

    @Test
    void refusesAnInstantThatIsNone() {
        assertThat(get("/pipelines/shop/features?user=U1&as_of=yesterday", Scope.FEATURES_READ))
                .hasStatus(400)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void saysWhenTheOnlineStateIsAway() {
        when(values.online(any(), any()))
                .thenThrow(new OnlineStateAwayException("shop", "REBALANCING"));

        assertThat(get("/pipelines/shop/features?user=U1", Scope.FEATURES_READ))
                .hasStatus(503)
                .hasHeader("Retry-After", "2")
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/online-state-away");
    }

    @Test
    void tellsOtherInstancesAStateThatItKeeps() {
        OnlineState state = mock(OnlineState.class);
        when(online.of("shop", "abc")).thenReturn(state);
        when(state.stored("user+item:U1|A13")).thenReturn(new byte[] {1, 2});
        when(state.stored("user:elsewhere"))
                .thenThrow(new OnlineStateAwayException("shop", "RUNNING"));
        String path = "/pipelines/shop/feature-sets/abc/state?key=";

        assertThat(get(path + "user+item:U1|A13", Scope.FEATURES_READ))
                .hasStatusOk()
                .hasContentType(MediaType.APPLICATION_OCTET_STREAM)
                .body()
                .containsExactly(1, 2);
        assertThat(get(path + "user:new", Scope.FEATURES_READ)).hasStatus(204);
        assertThat(get(path + "user:elsewhere", Scope.FEATURES_READ)).hasStatus(503);
        assertThat(get(path + "user:new", Scope.RUNS_WRITE)).hasStatus(403);
    }

    @Test
    void takesASnapshot() {
        SnapshotRequest request = new SnapshotRequest(null, NOON, null, null, 500);
        when(taker.take(any(), eq(request)))
                .thenReturn(
                        new Snapshot(
                                "s1",
                                "shop",
                                request,
                                Snapshot.Status.RUNNING,
                                0,
                                null,
                                null,
                                NOON));

        assertThat(
                        post(
                                "{\"to\": \"2026-04-01T12:00:00Z\", \"lists_at_most\": 500}",
                                Scope.RUNS_WRITE))
                .hasStatus(202)
                .bodyJson()
                .isLenientlyEqualTo("{\"id\": \"s1\", \"status\": \"RUNNING\"}");
    }

    @Test
    void refusesASnapshotWithEveryReason() {
        when(taker.take(any(), any()))
                .thenThrow(new SnapshotException.BadRequest(List.of("one", "two")));

        assertThat(post("{\"lists_at_most\": -1}", Scope.RUNS_WRITE))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors")
                .asArray()
                .containsExactly("one", "two");
    }

    @Test
    void refusesABodyThatIsNoSnapshotRequest() {
        assertThat(post("{\"to\": 7, ", Scope.RUNS_WRITE)).hasStatus(400);
        assertThat(post("{\"to\": \"tomorrow\", \"lists_at_most\": 1}", Scope.RUNS_WRITE))
                .hasStatus(400)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void answersAnUnknownSnapshotOrPipeline() {
        when(taker.find(any(), eq("s9"))).thenThrow(new SnapshotException.NotFound("shop", "s9"));

        assertThat(get("/pipelines/shop/snapshots/s9", Scope.FEATURES_READ)).hasStatus(404);
        assertThat(get("/pipelines/shoop/archive", Scope.FEATURES_READ))
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/pipeline-not-found");
    }

    @Test
    void joinsFeaturesToTheRowsOfABody() throws Exception {
        Path made = Files.writeString(directory.resolve("made"), "a table");
        when(training.make(any(), any(), eq(SpineFormat.CSV), eq("at"), any()))
                .thenAnswer(call -> {
                    assertThat(call.<Path>getArgument(1)).hasContent("user_id,at");
                    return made;
                });

        assertThat(rows("text/csv;charset=UTF-8", Scope.FEATURES_READ))
                .hasStatusOk()
                .hasContentType("application/vnd.apache.parquet")
                .hasBodyTextEqualTo("a table");
        assertThat(rows("application/json", Scope.FEATURES_READ)).hasStatus(415);
        assertThat(rows("text/csv", Scope.RUNS_WRITE)).hasStatus(403);
    }

    @Test
    void asksForATokenAndItsScope() {
        assertThat(mvc.get().uri("/pipelines/shop/archive").exchange()).hasStatus(401);
        assertThat(get("/pipelines/shop/archive", Scope.EVENTS_WRITE)).hasStatus(403);
        assertThat(post("{\"lists_at_most\": 1}", Scope.FEATURES_READ))
                .hasStatus(403)
                .bodyJson()
                .extractingPath("$.scopes")
                .asArray()
                .containsExactly(Scope.RUNS_WRITE);
    }

    private MvcTestResult rows(String type, String scope) {
        return mvc.post()
                .uri("/pipelines/shop/training-data?time=at")
                .header("Authorization", "Bearer " + TestTokens.token(scope))
                .header("Content-Type", type)
                .content("user_id,at")
                .exchange();
    }

    private MvcTestResult get(String path, String scope) {
        return mvc.get()
                .uri(path)
                .header("Authorization", "Bearer " + TestTokens.token(scope))
                .exchange();
    }

    private MvcTestResult post(String body, String scope) {
        return mvc.post()
                .uri("/pipelines/shop/snapshots")
                .header("Authorization", "Bearer " + TestTokens.token(scope))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
