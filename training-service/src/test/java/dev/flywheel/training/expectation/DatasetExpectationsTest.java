package dev.flywheel.training.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.model.reference.Reference;
import dev.flywheel.model.reference.ReferenceFitter;
import dev.flywheel.pipeline.spec.Expectations.Check;
import dev.flywheel.pipeline.spec.Expectations.OfDataset;
import dev.flywheel.pipeline.spec.Expectations.OnBreach;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.SnapshotFixtures.Shop;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.expectation.ExpectationReport.Finding;
import dev.flywheel.training.expectation.ExpectationReport.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetExpectationsTest {

    private static final Shop SHOP = SnapshotFixtures.aShop().withEvents(500);

    @TempDir private Path home;

    @Test
    void meetsWhatHolds() {
        assertThat(check(SHOP, new Check.Rows(2_500)))
                .isEqualTo(new Finding("rows at least 2500", "2500", Outcome.MET));
        assertThat(check(SHOP, new Check.Sql("count(distinct item_id) = 20")).outcome())
                .isEqualTo(Outcome.MET);
    }

    @Test
    void tellsWhatWasObserved() {
        Finding rows = check(SHOP, new Check.Rows(2_501));
        Finding missing = check(SHOP.withoutPrices(100), new Check.MissingShare("item_price", 0.5));

        assertThat(rows.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(rows.observed()).isEqualTo("2500");
        assertThat(missing)
                .isEqualTo(
                        new Finding(
                                "missing share of item_price at most 0.5", "1.0", Outcome.HALTED));
    }

    @Test
    void breaksAnExpressionThatIsNotTrue() {
        assertThat(check(SHOP, new Check.Sql("count(*) < 0")).outcome()).isEqualTo(Outcome.HALTED);
        assertThat(check(SHOP, new Check.Sql("NULL")).outcome()).isEqualTo(Outcome.HALTED);
        assertThat(check(SHOP, new Check.Sql("no_such_column > 1")))
                .satisfies(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.HALTED);
                    assertThat(finding.observed())
                            .startsWith("not computable")
                            .contains("no_such_column");
                });
    }

    @Test
    void hasNothingToCompareWithBeforeTheFirstChampion() {
        assertThat(check(SHOP, new Check.DriftFromChampion(0.5)).outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
    }

    @Test
    void findsTheFeatureThatDriftedMost() {
        Reference before = reference(SHOP);

        Finding same = drift(SHOP, before, false);
        Finding moved = drift(SHOP.withoutPrices(90), before, false);

        assertThat(same.outcome()).isEqualTo(Outcome.MET);
        assertThat(moved.outcome()).isEqualTo(Outcome.HALTED);
        assertThat(moved.observed()).endsWith("of item_price");
    }

    @Test
    void onlyWarnsOfDriftWhereDriftIsTheCause() {
        Finding moved = drift(SHOP.withoutPrices(90), reference(SHOP), true);

        assertThat(moved.outcome()).isEqualTo(Outcome.WARNED);
    }

    @Test
    void haltsOnOneBreachAmongWarnings() {
        ExpectationReport report =
                new ExpectationReport(
                        List.of(
                                new Finding("a", "1", Outcome.MET),
                                new Finding("b", "2", Outcome.WARNED),
                                new Finding("c", "3", Outcome.HALTED)));

        assertThat(report.halts()).isTrue();
        assertThat(report.summary()).isEqualTo("b, observed 2; c, observed 3");
    }

    private Finding drift(Shop shop, Reference champion, boolean driftIsTheCause) {
        return check(shop, new Check.DriftFromChampion(0.5), champion, driftIsTheCause);
    }

    private Finding check(Shop shop, Check check) {
        return check(shop, check, null, false);
    }

    private Finding check(
            Shop shop, Check check, @Nullable Reference champion, boolean driftIsTheCause) {
        DatasetExpectations expectations =
                new DatasetExpectations(
                        List.of(new OfDataset(check, OnBreach.HALT)),
                        Set.of("user_clicks"),
                        driftIsTheCause);
        try (SnapshotDatabase snapshot = open(shop)) {
            return expectations.check(snapshot, () -> champion).findings().getFirst();
        }
    }

    private Reference reference(Shop shop) {
        try (SnapshotDatabase snapshot = open(shop)) {
            ReferenceFitter fitter = new ReferenceFitter(snapshot.columns());
            snapshot.eachList(
                    Set.of(Part.TEST),
                    list -> list.candidates().forEach(row -> fitter.add(row.features(), 0.1)));
            return fitter.fit();
        }
    }

    private SnapshotDatabase open(Shop shop) {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        return new SnapshotFiles(artifacts, home.resolve("copies"))
                .open(SnapshotFixtures.write(shop, "s", artifacts));
    }
}
