package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.Members;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class JoinReaderTest {

    private static final String YAML =
            """
            name: payments
            entities:
              card: { key: card_id }
              shop: { key: shop_id }
            events:
              report:
                join: { to: payment, on: payment_id, within: 7d }
                fields: { payment_id: category, loss: number, no: integer }
              payment: { entities: [card, shop], fields: { payment_id: category, amount: number, way: category } }
              ping: { entities: [], fields: { payment_id: category } }
            features:
              reports: { count: report, by: card }
              lost: { sum: report.loss, where: "shop_id != 'S1'", by: [card, shop] }
              last_shop: { last: report.shop_id, by: card }
            label: { of: payment, positive_when: { event: report, same: payment_id, within: 7d } }
            training:
              candidates:
                - { logistic-regression: { epochs: 5 } }
            select_by: auc
            """;

    @Test
    void givesAnEventTheEntitiesOfItsTarget() {
        Pipeline pipeline = PipelineReader.read(YAML, "payments.yaml");

        EventSpec report = pipeline.schema().event("report");
        assertThat(report.entities()).containsExactly("card", "shop");
        assertThat(report.carried()).isEmpty();
        assertThat(report.join()).isEqualTo(new Join("payment", "payment_id", Duration.ofDays(7)));
        assertThat(pipeline.schema().events().keySet())
                .containsExactly("report", "payment", "ping");
        assertThat(pipeline.schema().joinedTo("payment")).containsExactly(report);
    }

    @Test
    void isImportedWithoutKeysOfEntities() {
        EventSpec report = PipelineReader.read(YAML, "payments.yaml").schema().event("report");
        Members members =
                Members.of(
                        PipelineReader.read(YAML, "payments.yaml").schema(),
                        new ImportSpec.Target.Events(report));

        assertThat(members.needed()).containsExactlyInAnyOrder("payment_id", "event_time");
        assertThat(members.names()).contains("loss").doesNotContain("card_id", "shop_id");
    }

    @Test
    void isAPartOfTheFeatureSet() {
        String id = idOf(YAML);

        assertThat(idOf(YAML.replace("within: 7d }\n    fields", "within: 8d }\n    fields")))
                .isNotEqualTo(id);
        assertThat(
                        idOf(
                                YAML.replace(
                                        "join: { to: payment, on: payment_id, within: 7d }",
                                        "entities: [card, shop]")))
                .isNotEqualTo(id);
        assertThat(
                        idOf(
                                YAML.replace(
                                        "same: payment_id, within: 7d",
                                        "same: payment_id, within: 8d")))
                .isEqualTo(id);
    }

    /// Each line changes one thing and says the mistake that must be told.
    @ParameterizedTest
    @CsvFileSource(delimiter = '|', quoteCharacter = '`', resources = "/join-mistakes.csv")
    void tellsAMistake(String from, String to, String message) {
        assertThat(YAML).contains(from);
        String changed = YAML.replace(from, to.replace("\\n", "\n"));

        PipelineException mistakes =
                catchThrowableOfType(
                        PipelineException.class,
                        () -> PipelineReader.read(changed, "payments.yaml"));

        assertThat(mistakes.mistakes())
                .extracting(Mistake::message)
                .containsExactly("payments.yaml:" + message);
    }

    private static String idOf(String yaml) {
        return PipelineReader.read(yaml, "payments.yaml").featureSet().id();
    }
}
