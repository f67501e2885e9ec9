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
    void saysOfAMissingNumberThatItIsMissing() {
        FeatureEncoder encoder = fit(PRICE, 1, 2, 12, Double.NaN);

        assertThat(encode(encoder, Map.of())).containsExactly(Map.entry("price?", 1.0));
    }

    @Test
    void letsSomethingStandInForAMissingNumber() {
        assertThat(standIn(new Column.Missing.Median())).isEqualTo(like(2));
        assertThat(standIn(new Column.Missing.Mean())).isEqualTo(like(5));
        assertThat(standIn(new Column.Missing.Value(7))).isEqualTo(like(7));
    }

    private static Map<String, Double> standIn(Column.Missing missing) {
        return encode(fit(PRICE.withMissing(missing), 1, 2, 12, Double.NaN), Map.of());
    }

    private static Map<String, Double> like(double price) {
        FeatureEncoder encoder =
                fit(PRICE.withMissing(new Column.Missing.Median()), 1, 2, 12, Double.NaN);
        return encode(encoder, Map.of("price", price));
    }

    @Test
    void scalesAsItIsTold() {
        double[] values = {0, 1, 3};

        FeatureEncoder minmax = fit(PRICE.withScale(Column.Scale.MINMAX), values);
        assertThat(encode(minmax, Map.of("price", 1.5))).containsEntry("price", 0.5);
        assertThat(encode(minmax, Map.of("price", 99))).containsEntry("price", 1.0);

        FeatureEncoder log = fit(PRICE.withScale(Column.Scale.LOG), values);
        double middle = (Math.log(1) + Math.log(2) + Math.log(4)) / 3;
        assertThat(encode(log, Map.of("price", Math.exp(middle) - 1)).getOrDefault("price", 0.0))
                .isCloseTo(0, within(1e-12));

        FeatureEncoder none = fit(PRICE.withScale(Column.Scale.NONE), values);
        assertThat(encode(none, Map.of("price", 1e6))).containsEntry("price", 1e6);
    }

    @Test
    void keepsAStandInForTrees() {
        Column told = PRICE.withMissing(new Column.Missing.Value(-1)).forTrees();

        FeatureEncoder encoder = fit(told, 0, 5, Double.NaN);

        assertThat(encode(encoder, Map.of())).containsExactly(Map.entry("price", -1.0));
    }

    @Test
    void letsACategoryStandInForAMissingOne() {
        FeatureEncoder frequent = items(ITEM.withMissing(new Column.Missing.MostFrequent()));
        FeatureEncoder named = items(ITEM.withMissing(new Column.Missing.Category("none")));

        assertThat(frequent.slotNames()).containsExactly("item=A", "item=B");
        assertThat(encode(frequent, Map.of())).containsExactly(Map.entry("item=B", 1.0));
        assertThat(named.slotNames()).containsExactly("item=A", "item=B", "item=none");
        assertThat(encode(named, Map.of())).containsExactly(Map.entry("item=none", 1.0));
    }

    @Test
    void hashesCategoriesIntoFewSlots() {
        FeatureEncoder encoder = items(ITEM.withBuckets(4));

        assertThat(encoder.slotNames())
                .containsExactly("item#0", "item#1", "item#2", "item#3", "item?");
        assertThat(encode(encoder, Map.of("item", "never seen"))).hasSize(1);
        assertThat(encode(encoder, Map.of("item", "A"))).containsExactly(Map.entry("item#3", 1.0));
        assertThat(encode(encoder, Map.of())).containsExactly(Map.entry("item?", 1.0));
        FittedColumn read = Json.read(Json.bytes(encoder.fitted().getFirst()), FittedColumn.class);
        assertThat(read).isEqualTo(encoder.fitted().getFirst());
    }

    private static FeatureEncoder items(Column column) {
        EncoderFitter fitter = new EncoderFitter(List.of(column));
        for (String item : List.of("B", "A", "B")) {
            fitter.add(FeatureRow.of(List.of(column), Map.of("item", item)));
        }
        fitter.add(FeatureRow.of(List.of(column), Map.of()));
        return fitter.fit();
    }

    @Test
    void clipsAtBounds() {
        Column.Clip bounds = new Column.Clip.Bounds(10, 20);
        FeatureEncoder encoder = fit(PRICE.withClip(bounds), 5, 12, 18, 900);

        assertThat(encode(encoder, Map.of("price", 1e9)))
                .isEqualTo(encode(encoder, Map.of("price", 20)));
        assertThat(encode(encoder, Map.of("price", -3)))
                .isEqualTo(encode(encoder, Map.of("price", 10)));
    }

    @Test
    void clipsAtQuantiles() {
        double[] values = DoubleStream.iterate(1, x -> x + 1).limit(100).toArray();
        FeatureEncoder encoder = fit(PRICE.withClip(new Column.Clip.Quantiles(0.01, 0.99)), values);

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
                fit(
                        PRICE.withClip(new Column.Clip.Quantiles(0.1, 0.9)),
                        0.1,
                        0.2,
                        0.7,
                        1e9,
                        Double.NaN);

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
