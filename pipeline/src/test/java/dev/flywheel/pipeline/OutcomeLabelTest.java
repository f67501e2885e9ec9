package dev.flywheel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flywheel.pipeline.spec.Label;
import dev.flywheel.pipeline.spec.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class OutcomeLabelTest {

    private static final String YAML =
            """
            name: payments
            entities:
              card: { key: card_id }
            events:
              payment: { entities: [card], fields: { payment_id: category, amount: number } }
              report: { entities: [], fields: { payment_id: category, loss: number } }
            features:
              payments: { count: payment, by: card }
              amount: { field: payment.amount }
            label: { of: payment, positive_when: { event: report, same: payment_id, within: 7d } }
            training:
              candidates:
                - { logistic-regression: { epochs: 5 } }
            select_by: auc
            """;

    private static final String NUMBER =
            YAML.replace(
                            "positive_when: { event: report,",
                            "value_when: { event: report, field: loss,")
                    .replace("logistic", "linear")
                    .replace("auc", "rmse");

    @Test
    void isAnsweredByALaterEvent() {
        Pipeline pipeline = PipelineReader.read(YAML, "payments.yaml");

        assertThat(pipeline.label())
                .isEqualTo(
                        new Label.Outcome(
                                "payment",
                                new Label.Later(
                                        "report", List.of("payment_id"), Duration.ofDays(7)),
                                null,
                                null));
        assertThat(pipeline.candidate()).isNull();
        assertThat(pipeline.serving().request()).containsExactly("card");
    }

    @ParameterizedTest
    @CsvFileSource(delimiter = '|', quoteCharacter = '`', resources = "/label-mistakes.csv")
    void tellsAMistake(String from, String to, String message) {
        assertMistake(YAML, from, to, message);
    }

    @Test
    void isANumberWhereItHasAValue() {
        Pipeline pipeline = PipelineReader.read(NUMBER, "payments.yaml");

        assertThat(pipeline.task()).isEqualTo(Task.REGRESSION);
        assertThat(pipeline.label().sampled()).isFalse();
    }

    @ParameterizedTest
    @CsvFileSource(delimiter = '|', quoteCharacter = '`', resources = "/number-mistakes.csv")
    void tellsAMistakeInANumber(String from, String to, String message) {
        assertMistake(NUMBER, from, to, message);
    }

    private static void assertMistake(String yaml, String from, String to, String message) {
        assertThat(yaml).contains(from);

        PipelineException mistakes =
                catchThrowableOfType(
                        PipelineException.class,
                        () -> PipelineReader.read(yaml.replace(from, to), "payments.yaml"));

        assertThat(mistakes.mistakes())
                .extracting(Mistake::message)
                .containsExactly("payments.yaml:" + message);
    }
}
