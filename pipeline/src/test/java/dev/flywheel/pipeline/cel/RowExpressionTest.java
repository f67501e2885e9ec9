package dev.flywheel.pipeline.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.pipeline.schema.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// The law: plain Java gives what CEL's library gives, for each expression that it takes.
class RowExpressionTest {

    private static final Map<String, ValueType> NAMES = new LinkedHashMap<>();
    private static final Map<String, Integer> POSITIONS = new LinkedHashMap<>();

    static {
        NAMES.put("a", ValueType.NUMBER);
        NAMES.put("b", ValueType.INTEGER);
        NAMES.put("c", ValueType.NUMBER);
        NAMES.put("s", ValueType.CATEGORY);
        NAMES.put("t", ValueType.CATEGORY);
        NAMES.keySet().forEach(name -> POSITIONS.put(name, POSITIONS.size()));
    }

    /// Numbers as NaN and texts as null where they are missing.
    record Row(double a, double b, double c, @Nullable String s, @Nullable String t)
            implements CelRow {

        @Override
        public double number(int position) {
            return new double[] {a, b, c}[position];
        }

        @Override
        public @Nullable String category(int position) {
            return position == 3 ? s : t;
        }

        @Nullable Object value(String name) {
            ValueType type = NAMES.get(name);
            int position = POSITIONS.getOrDefault(name, -1);
            if (type == ValueType.CATEGORY) {
                return category(position);
            }
            return Double.isNaN(number(position)) ? null : (Object) number(position);
        }
    }

    @Property(tries = 600, seed = "42")
    void numbersAreThoseOfTheLibrary(@ForAll("numbers") String text, @ForAll("rows") List<Row> rows)
            throws Exception {
        agree(text, rows);
    }

    @Property(tries = 600, seed = "43")
    void conditionsAreThoseOfTheLibrary(
            @ForAll("conditions") String text, @ForAll("rows") List<Row> rows) throws Exception {
        agree(text, rows);
    }

    @Example
    void takesWhatDerivationsMostlyAre() throws Exception {
        assertThat(over("a - b").isPlain()).isTrue();
        assertThat(over("s == t ? 1.0 : (s == 'x' ? 2 : 0)").isPlain()).isTrue();
        assertThat(over("a == null ? 0 : ln(1 + a) / 2").isPlain()).isTrue();
        assertThat(over("!(a > 3 && b <= 2 || s != null)").isPlain()).isTrue();
    }

    @Example
    void leavesTheRestToTheLibrary() throws Exception {
        Row row = new Row(4, 9, Double.NaN, "blue", null);

        assertThat(over("math.greatest(a, b)").number(row)).isEqualTo(9, within(0.0));
        assertThat(over("s.size()").isPlain()).isFalse();
        assertThat(over("s + '!'").value(row)).isEqualTo("blue!");
        assertThat(over("t + '!'").value(row)).isNull();
        assertThat(over("s in ['blue', 'red']").value(row)).isEqualTo(true);
        assertThat(over("math.greatest(a, c)").number(row)).isNaN();
        assertThat(over("7 / 2").number(row)).isEqualTo(3, within(0.0));
    }

    private static RowExpression over(String text) throws CelMistakeException {
        return CelExpression.compile(text, NAMES).over(POSITIONS);
    }

    /// To compile one takes much longer than to evaluate it.
    private static void agree(String text, List<Row> rows) throws CelMistakeException {
        CelExpression expression = CelExpression.compile(text, NAMES);
        RowExpression plain = expression.over(POSITIONS);
        assertThat(plain.isPlain()).as(text).isTrue();
        rows.forEach(row -> agrees(expression, plain, row));
    }

    private static void agrees(CelExpression expression, RowExpression plain, Row row) {
        String text = expression.text();
        Object expected;
        try {
            expected = expression.evaluate(row::value);
        } catch (CelFailedException _) {
            expected = null;
        }

        assertThat(plain.value(row)).as("%s of %s", text, row).isEqualTo(expected);
        if (expression.type() == ValueType.NUMBER) {
            Object number = expected == null ? (Object) Double.NaN : expected;
            assertThat((Object) plain.number(row)).as("%s of %s", text, row).isEqualTo(number);
        }
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<Double> numbers =
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.of(0.0, -0.0, 1.0, 2.0, -3.5, 1e300, -1e300)),
                        Tuple.of(1, Arbitraries.just(Double.NaN)),
                        Tuple.of(2, Arbitraries.doubles().between(-100, 100)));
        Arbitrary<@Nullable String> texts = Arbitraries.of("", "x", "y").injectNull(0.3);
        return Combinators.combine(numbers, numbers, numbers, texts, texts)
                .as(Row::new)
                .list()
                .ofSize(10);
    }

    @Provide
    Arbitrary<String> numbers() {
        return number(3);
    }

    @Provide
    Arbitrary<String> conditions() {
        return condition(3);
    }

    /// An expression that is a decimal, never only of whole numbers.
    private static Arbitrary<String> number(int depth) {
        Arbitrary<String> leaf = Arbitraries.of("a", "b", "c", "a", "b", "2.5", "-1.0", "0.0");
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> one = number(depth - 1);
        Arbitrary<String> whole = Arbitraries.of("0", "1", "7", "-2");
        return Arbitraries.oneOf(
                leaf,
                two(one, Arbitraries.of("+", "-", "*", "/"), one),
                two(one, Arbitraries.of("+", "-", "*", "/"), whole),
                two(whole, Arbitraries.of("+", "-", "*", "/"), one),
                one.map("-(%s)"::formatted),
                one.map("ln(%s)"::formatted),
                one.map("exp(%s)"::formatted),
                Combinators.combine(Arbitraries.of("a", "b", "c"), one)
                        .as("coalesce(%s, %s)"::formatted),
                Combinators.combine(condition(depth - 1), one, one).as("(%s ? %s : %s)"::formatted),
                Combinators.combine(condition(depth - 1), one, whole)
                        .as("(%s ? %s : %s)"::formatted));
    }

    private static Arbitrary<String> condition(int depth) {
        Arbitrary<String> number = number(Math.max(0, depth - 1));
        Arbitrary<String> whole = Arbitraries.of("0", "1", "7");
        Arbitrary<String> text = Arbitraries.of("s", "t", "'x'", "''");
        Arbitrary<String> comparison = Arbitraries.of("<", "<=", ">", ">=");
        Arbitrary<String> equality = Arbitraries.of("==", "!=");
        Arbitrary<String> nullable = Arbitraries.of("a", "b", "c", "s", "t");
        Arbitrary<String> leaf =
                Arbitraries.oneOf(
                        two(number, comparison, number),
                        two(number, comparison, whole),
                        two(number, equality, number),
                        two(number, equality, whole),
                        two(text, equality, text),
                        two(nullable, equality, Arbitraries.just("null")));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> one = condition(depth - 1);
        return Arbitraries.oneOf(
                leaf, two(one, Arbitraries.of("&&", "||"), one), one.map("!(%s)"::formatted));
    }

    private static Arbitrary<String> two(
            Arbitrary<String> one, Arbitrary<String> operator, Arbitrary<String> other) {
        return Combinators.combine(one, operator, other).as("(%s %s %s)"::formatted);
    }
}
