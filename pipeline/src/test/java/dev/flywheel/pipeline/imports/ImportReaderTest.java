package dev.flywheel.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flywheel.pipeline.Mistake;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.imports.ImportSpec.Format;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.yaml.YamlDocument;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ImportReaderTest {

    private static final Pipeline SHOP = ImportFixtures.aPipeline();

    @Test
    void readsAnImportOfEvents() {
        ImportSpec clicks = spec("clicks");

        assertThat(clicks.source()).isEqualTo("files");
        assertThat(clicks.path()).isEqualTo("clicks-{yyyy-MM-dd}.csv");
        assertThat(clicks.format()).isEqualTo(Format.CSV);
        assertThat(clicks.csv().delimiter()).isEqualTo(';');
        assertThat(clicks.target()).isEqualTo(new Target.Events(SHOP.schema().event("click")));
        assertThat(clicks.columns())
                .containsOnlyKeys("user_id", "item_id", "event_time", "order", "device");
        assertThat(clicks.byName()).isFalse();
        assertThat(clicks.selection().from()).isEqualTo("2008-04-01T00:00:00Z");
        assertThat(clicks.schedule()).isEqualTo("30 2 * * *");
        assertThat(clicks.rate()).isEqualTo(500);
    }

    @Test
    void readsAnImportOfAnEntity() {
        ImportSpec items = spec("items");

        assertThat(items.format()).isEqualTo(Format.NDJSON);
        assertThat(items.target()).isEqualTo(new Target.Versions(SHOP.schema().entity("item")));
        assertThat(items.schedule()).isNull();
        assertThat(items.rate()).isNull();
    }

    @Test
    void takesColumnsByTheirNamesWhereTheFileSaysNothing() {
        ImportSpec clicks = read("event_type: click");

        assertThat(clicks.byName()).isTrue();
        assertThat(clicks.columns())
                .containsEntry("user_id", new Expression.Column("user_id", Map.of(), null))
                .containsOnlyKeys(
                        "user_id",
                        "item_id",
                        "event_time",
                        "order",
                        "device",
                        "event_id",
                        "prediction_id");
    }

    @Test
    void takesRowsByTheirColumns() {
        ImportSpec.Selection selection =
                read("event_type: click\nwhere: { bought: [0, no], country: PL }").selection();

        assertThat(selection.takes(row(Map.of("bought", 0L, "country", "PL")))).isTrue();
        assertThat(selection.takes(row(Map.of("bought", "no", "country", "PL")))).isTrue();
        assertThat(selection.takes(row(Map.of("bought", "no", "country", "DE")))).isFalse();
        assertThat(selection.takes(row(Map.of("bought", "no")))).isFalse();
    }

    @Test
    void readsAQuery() {
        ImportSpec clicks =
                read(
                        """
                        source: shop
                        event_type: click
                        query: |
                          with c as (select *, ':since; "' as "a;:since" from click) -- :since
                          select * from c /* ;:since */ where at > :since::timestamp and x::sincere
                            and (id >= :since) order by at
                        position: at
                        since: 2026-01-01T00:00:00Z
                        """);

        ImportSpec.Query query = Objects.requireNonNull(clicks.query());
        assertThat(query.sql())
                .contains("':since; \"'", "\"a;:since\"", "-- :since", "/* ;:since */")
                .contains("where at > ?::timestamp and x::sincere")
                .contains("(id >= ?)");
        assertThat(query.parameters()).isEqualTo(2);
        assertThat(query.position()).isEqualTo("at");
        assertThat(query.since()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(clicks.path()).isNull();
        YamlDocument json = new YamlDocument(clicks.definition(), "x");
        assertThat(new ImportReader(SHOP.schema()).read("x", Objects.requireNonNull(json.root())))
                .isEqualTo(clicks);
    }

    @Test
    void canBeReadAgainFromItsDefinition() {
        for (ImportSpec spec : SHOP.imports().values()) {
            YamlDocument json = new YamlDocument(spec.definition(), "import.json");

            ImportSpec again =
                    new ImportReader(SHOP.schema())
                            .read(spec.name(), Objects.requireNonNull(json.root()));

            assertThat(json.findings()).isEmpty();
            assertThat(again).isEqualTo(spec);
        }
    }

    @Test
    void changesTheHashOfTheFileButNotItsFeatureSet() {
        Pipeline without = PipelineFixtures.aPipeline();

        assertThat(SHOP.hash()).isNotEqualTo(without.hash());
        assertThat(SHOP.featureSet().id()).isEqualTo(without.featureSet().id());
        assertThat(without.imports()).isEmpty();
    }

    @Test
    void putsTheDayIntoAPath() {
        Instant at = Instant.parse("2026-03-01T23:30:00Z");

        assertThat(new DatedPath("clicks-{yyyy-MM-dd}.csv").at(at))
                .isEqualTo("clicks-2026-03-01.csv");
        assertThat(new DatedPath("{yyyy}/{MM}/{dd, -1d}.csv").at(at)).isEqualTo("2026/03/28.csv");
        assertThat(new DatedPath("clicks.csv").isDated()).isFalse();
    }

    /// Each line changes one thing in the section and says the mistake that must be told.
    @ParameterizedTest
    @CsvFileSource(delimiter = '|', quoteCharacter = '`', resources = "/import-mistakes.csv")
    void tellsAMistake(String from, String to, String message) {
        assertThat(ImportFixtures.YAML).contains(from);

        PipelineException mistakes =
                catchThrowableOfType(
                        PipelineException.class,
                        () ->
                                PipelineReader.read(
                                        ImportFixtures.YAML.replace(from, to.replace("\\n", "\n")),
                                        "shop.yaml"));

        assertThat(mistakes.mistakes())
                .extracting(Mistake::message)
                .map(each -> each.replaceFirst("shop.yaml:\\d+:\\d+: ", ""))
                .containsExactly(message);
    }

    private static ImportSpec spec(String name) {
        return Objects.requireNonNull(SHOP.imports().get(name));
    }

    private static ImportSpec read(String yaml) {
        YamlDocument document = new YamlDocument(yaml, "imports.yaml");
        ImportSpec spec =
                new ImportReader(SHOP.schema()).read("x", Objects.requireNonNull(document.root()));
        assertThat(document.findings()).isEmpty();
        return Objects.requireNonNull(spec);
    }

    private static RowValues row(Map<String, Object> values) {
        return values::get;
    }
}
