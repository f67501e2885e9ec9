package dev.flywheel.model.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EncoderFitterTest {

    private static final Column PRICE = Column.numeric("price");
    private static final Column ITEM = Column.categorical("item");

    @Test
    void standardisesNumbers() {
        FeatureEncoder encoder = fit(PRICE, 10, 20, 30);

        assertThat(encode(encoder, Map.of("price", 20.0))).isEmpty();
        assertThat(encode(encoder, Map.of("price", 30.0)).get("price"))
                .isCloseTo(Math.sqrt(1.5), within(1e-12));
    }

    @Test
    void takesTheLogarithmOfALongTail() {
        double[] tail = DoubleStream.iterate(1, x -> x * 1.5).limit(30).toArray();

        FeatureEncoder encoder = fit(PRICE, tail);

        assertThat(encoder.fitted().getFirst())
                .isInstanceOfSatisfying(
                        FittedColumn.Numeric.class,
                        column ->
                                assertThat(column.transform())
                                        .isEqualTo(FittedColumn.Transform.LOG1P));
    }

    @Test
    void leavesNumbersForTreesAsTheyAre() {
        FeatureEncoder encoder = fit(PRICE.forTrees(), 0, 20, 1e6, Double.NaN);

        assertThat(encoder.slotNames()).containsExactly("price");
        assertThat(encode(encoder, Map.of("price", 0.0))).containsEntry("price", 0.0);
        assertThat(encode(encoder, Map.of("price", -1e5))).containsEntry("price", -1e5);
        assertThat(encode(encoder, Map.of("price", Double.POSITIVE_INFINITY)))
                .containsEntry("price", (double) Float.MAX_VALUE);
        assertThat(encode(encoder, Map.of())).isEmpty();
    }

    @Test
    void capsWhatIsFarOutside() {
        FeatureEncoder encoder = fit(PRICE, 10, 20, 30);

        assertThat(encode(encoder, Map.of("price", 1e12))).containsEntry("price", 5.0);
        assertThat(encode(encoder, Map.of("price", Double.NEGATIVE_INFINITY)))
                .containsEntry("price", -5.0);
    }

    @Test
    void countsMissingNumbersAsMedianAndSaysSo() {
        FeatureEncoder encoder =
                fit(PRICE.withMissing(Column.Missing.MEDIAN), 1, 2, 12, Double.NaN);

        Map<String, Double> missing = encode(encoder, Map.of());

        assertThat(missing).containsEntry("price?", 1.0);
        assertThat(missing.get("price"))
                .isEqualTo(encode(encoder, Map.of("price", 2)).get("price"));
    }

    @Test
    void clipsAtQuantiles() {
        double[] values = DoubleStream.iterate(1, x -> x + 1).limit(100).toArray();
        FeatureEncoder encoder = fit(PRICE.withClip(new Column.Clip(0.01, 0.99)), values);

        assertThat(encode(encoder, Map.of("price", 100)))
                .isEqualTo(encode(encoder, Map.of("price", 99)));
        assertThat(encode(encoder, Map.of("price", 98)))
                .isNotEqualTo(encode(encoder, Map.of("price", 99)));
    }

    @Test
    void leavesOutAConstant() {
        FeatureEncoder encoder = fit(PRICE, 4, 4, 4);

        assertThat(encode(encoder, Map.of("price", 17))).isEmpty();
    }

    @Test
    void givesEachCategoryASlotAndAnUnknownOneNone() {
        EncoderFitter fitter = new EncoderFitter(List.of(ITEM));
        for (String item : List.of("B", "A", "B")) {
            fitter.add(FeatureRow.of(List.of(ITEM), Map.of("item", item)));
        }
        FeatureEncoder encoder = fitter.fit();

        assertThat(encoder.slotNames()).containsExactly("item=A", "item=B");
        assertThat(encode(encoder, Map.of("item", "B"))).containsExactly(Map.entry("item=B", 1.0));
        assertThat(encode(encoder, Map.of("item", "C"))).isEmpty();
        assertThat(encode(encoder, Map.of())).isEmpty();
    }

    @Test
    void encodesTheSameAfterASchemaFile() {
        FeatureEncoder encoder =
                fit(PRICE.withClip(new Column.Clip(0.1, 0.9)), 0.1, 0.2, 0.7, 1e9, Double.NaN);

        FittedColumn read = Json.read(Json.bytes(encoder.fitted().getFirst()), FittedColumn.class);

        assertThat(read).isEqualTo(encoder.fitted().getFirst());
    }

    private static FeatureEncoder fit(Column column, double... values) {
        EncoderFitter fitter = new EncoderFitter(List.of(column));
        for (double value : values) {
            fitter.add(FeatureRow.of(List.of(column), Map.of(column.name(), value)));
        }
        return fitter.fit();
    }

    private static Map<String, Double> encode(FeatureEncoder encoder, Map<String, ?> values) {
        EncodedRow row = encoder.newRow();
        encoder.encode(FeatureRow.of(encoder.columns(), new HashMap<>(values)), row);
        Map<String, Double> encoded = new TreeMap<>();
        for (int i = 0; i < row.size(); i++) {
            encoded.put(encoder.slotNames().get(row.slot(i)), row.value(i));
        }
        return encoded;
    }
}
