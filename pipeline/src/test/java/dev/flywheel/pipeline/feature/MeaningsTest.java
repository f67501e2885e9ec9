package dev.flywheel.pipeline.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.PipelineReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningsTest {

    private static final String YAML =
            """
            name: payments
            entities:
              card: { key: card_id, attributes: { limit: number } }
              shop: { key: shop_id, attributes: { town: category } }
            events:
              report:
                join: { to: payment, on: payment_id, within: 7d }
                fields: { payment_id: category, loss: number }
              payment: { entities: [card, shop], fields: { payment_id: category, amount: number } }
            features:
              card_limit: { attribute: card.limit }
              amount: { field: payment.amount }
              share: { derive: "amount / card_limit" }
              is_high: { derive: "share > 0.5" }
              town: { attribute: shop.town }
              town_payments: { count: payment, by: town }
              large: { count: payment, where: amount > 100, by: card }
              reports: { rate: report, over: payment, by: card }
              lost: { sum: report.loss, by: card, window: 7d }
              last_shop: { last: payment.shop_id, by: card }
              since: { since_last: payment, by: shop }
              shop: { key: shop }
              hour: { event_time: hour_of_day }
            label: { of: payment, positive_when: { event: report, same: payment_id, within: 7d } }
            training:
              candidates:
                - { logistic-regression: { epochs: 5 } }
            select_by: auc
            """;

    /// What follows from a feature changes with it, as do those that name what is declared
    /// otherwise.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "by: card, window: 7d | by: card, window: 8d | lost",
                "hour_of_day | day_of_week | hour",
                "amount / card_limit | card_limit / amount | share is_high",
                "{ field: payment.amount } | { derive: card_limit * 2 } | amount share is_high",
                "{ attribute: shop.town } | { attribute: shop.town, normalize: { lower: true } }"
                        + " | town town_payments",
                "amount > 100 | amount > 1000 | large",
                "amount: number | amount: integer | amount share is_high large",
                "town: category | town: boolean | town town_payments",
                "on: payment_id, within: 7d } | on: payment_id, within: 8d } | reports lost",
                "loss: number | loss: integer | lost",
            })
    void tellsWhatMeansSomethingElse(String from, String to, String changed) {
        assertThat(of(YAML.replace(from, to)).changedFrom(of(YAML)))
                .containsExactly(changed.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ field: payment.amount } | { field: payment.amount, scale: log, clip: [0, 9] }",
                "limit: number | limit: number, since: integer",
                "amount: number | amount: number, note: category",
                "same: payment_id, within: 7d | same: payment_id, within: 8d",
                "hour: { | minutes: { derive: amount * 2 }, hour: {",
            })
    void leavesWhatSomethingElseIsDeclaredBeside(String from, String to) {
        String changed = YAML.replace(from, to.replace(", hour", "\n  hour"));
        assertThat(changed).isNotEqualTo(YAML);

        assertThat(of(changed).changedFrom(of(YAML))).isEmpty();
    }

    @Test
    void followsTheKeyOfAnEntity() {
        String changed = YAML.replace("key: card_id", "key: card_no");

        assertThat(of(changed).changedFrom(of(YAML)))
                .containsExactly(
                        "card_limit", "share", "is_high", "large", "reports", "lost", "last_shop");
    }

    private static FeatureSet of(String yaml) {
        return PipelineReader.read(yaml, "payments.yaml").featureSet();
    }
}
