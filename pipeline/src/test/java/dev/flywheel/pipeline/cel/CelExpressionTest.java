package dev.flywheel.pipeline.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelFunctionDecl;
import dev.cel.extensions.CelExtensions;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelExpressionTest {

    private static final Map<String, ValueType> NAMES =
            Map.of(
                    "price", ValueType.NUMBER,
                    "pages", ValueType.INTEGER,
                    "unknown", ValueType.NUMBER,
                    "colour", ValueType.CATEGORY,
                    "sold", ValueType.BOOLEAN);

    private static final Map<String, @Nullable Object> VALUES = new HashMap<>();

    static {
        VALUES.put("price", 4.5);
        VALUES.put("pages", 7L);
        VALUES.put("unknown", null);
        VALUES.put("colour", "blue");
        VALUES.put("sold", true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    price + 1                         ; 5.5
                    2 * price - pages                 ; 2.0
                    pages / 2                         ; 3.5
                    price / 0                         ; Infinity
                    math.greatest(price, 5)           ; 5.0
                    ln(exp(price))                    ; 4.5
                    coalesce(unknown, 3) + price      ; 7.5
                    coalesce(price, 3)                ; 4.5
                    unknown == null ? 0.0 : unknown   ; 0.0
                    size(colour)                      ; 4.0
                    price > 4 && colour == 'blue'     ; true
                    colour in ['red', 'green']        ; false
                    unknown > 1 || sold   ; true
                    pages == 7                        ; true
                    7 != pages                        ; false
                    pages == -7                       ; false
                    pages in [5, 7]                   ; true
                    unknown in [5, 7]                 ; false
                    pages > 3 ? price : 0             ; 4.5
                    pages > 9 ? 2 : -1                ; -1.0
                    pages > 9 ? 2 : (pages > 8 ? 1 : price)  ; 4.5
                    size(colour) == 4                 ; true
                    size(colour) + 1 in [4, 5]        ; true
                    colour.substring(0, 2) == 'bl'    ; true
                    [1, 7].exists(x, x == pages)      ; true
                    coalesce(unknown, 0) == 0         ; true
                    colour.matches('^b.*e$')          ; true
                    colour + '-' + string(price)      ; blue-4.5
                    colour + "-" + string(int(price)) ; blue-4
                    string(sold) + "//" + '//'        ; true////
                    "\\"//" + r'\\//' + '''//'//'''  ; "//\\////'//
                    """)
    void evaluates(String expression, String expected) throws Exception {
        Object value = CelExpression.compile(expression, NAMES).evaluate(VALUES::get);

        assertThat(value).hasToString(expected);
    }

    /// As a YAML block scalar ends.
    @Test
    void saysWhatIsMissingBehindTheLastLine() {
        assertThatThrownBy(() -> CelExpression.compile("price +\n", NAMES))
                .isInstanceOf(CelMistakeException.class)
                .hasMessageContaining("mismatched input '<EOF>'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    price +            ; at its character 8: mismatched input '<EOF>'
                    cost + 1           ; unknown name 'cost'
                    log(price)         ; there is no function 'log'
                    colour.upper()     ; there is no function 'upper'
                    math.log(price)    ; there is no function 'math.log'
                    math + price       ; unknown name 'math'
                    price // pages     ; // begins a comment, divide with /
                    colour == 'a' // b ; // begins a comment, divide with /
                    price > 0 && colour.matches('[')  ; the regular expression '[' can't be read (missing closing ])
                    matches(colour, '(?=b)')          ; the regular expression '(?=b)' can't be read (invalid or unsupported Perl syntax
                    colour.matches('(a{999}){999}')   ; the regular expression '(a{999}){999}' can't be read (it is too large)
                    price + 99999999999999999999      ; at its character 9: the whole number is too large, write it with .0 behind
                    colour > 3         ; at its character 8: '>' can't take a text and a whole number
                    price = 3          ; at its character 7: '=' is no operator, write ==
                    sold and price > 3 ; at its character 6: 'and' is no operator, write &&
                    colour <> 'blue'   ; at its character 9: '<>' is no operator, write !=
                    sold == 1          ; at its character 6: '==' can't take true or false and a number
                    price 3            ; at its character 7: extraneous input '3'
                    [price]            ; it gives neither a number, a text nor true or false
                    """)
    void saysWhatDoesNotCompile(String expression, String message) {
        assertThatThrownBy(() -> CelExpression.compile(expression, NAMES))
                .isInstanceOf(CelMistakeException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    1 / 0                                                    ; / by zero
                    unknown + 1                                              ; No matching overload
                    unknown > 1 && sold                                      ; No matching overload
                    double(colour)                                           ; For input string
                    """)
    void failsWhereThereIsNoValue(String expression, String message) throws Exception {
        CelExpression compiled = CelExpression.compile(expression, NAMES);

        assertThatThrownBy(() -> compiled.evaluate(VALUES::get))
                .isInstanceOf(CelFailedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void doesNotHoldWhereItFails() throws Exception {
        assertThat(CelExpression.compile("unknown > 1", NAMES).holds(VALUES::get)).isFalse();
        assertThat(CelExpression.compile("price > 1", NAMES).holds(VALUES::get)).isTrue();
    }

    @Test
    void knowsWhatItUsesAndGives() throws Exception {
        CelExpression expression = CelExpression.compile("price > 1 && colour != 'x'", NAMES);

        assertThat(expression.names()).containsExactly("colour", "price");
        assertThat(expression.type()).isEqualTo(ValueType.BOOLEAN);
        assertThat(CelExpression.compile("price", NAMES).type()).isEqualTo(ValueType.NUMBER);
        assertThat(CelExpression.compile("colour", NAMES).type()).isEqualTo(ValueType.CATEGORY);
    }

    @Test
    void knowsAllFunctionsButThoseOfTimesBytesAndBits() {
        Pattern others =
                Pattern.compile(
                        "get.*|timestamp|duration|bytes|uint|dyn|type|math[.]bit.*|strings[.]quote");
        Stream<String> standard =
                Arrays.stream(StandardFunction.values()).map(each -> each.functionDecl().name());
        Stream<String> libraries =
                Stream.of(CelExtensions.strings(), CelExtensions.math())
                        .flatMap(library -> library.functions().stream())
                        .map(CelFunctionDecl::name);

        assertThat(CelExpression.functions())
                .doesNotHaveDuplicates()
                .containsAll(
                        Stream.concat(standard, libraries)
                                .filter(name -> name.matches("[a-z][A-Za-z.]*"))
                                .filter(name -> !others.matcher(name).matches())
                                .toList());
    }

    @Test
    void stopsWhatWouldTakeForever() throws Exception {
        String nested = "price > 0";
        for (String name : new String[] {"a", "b", "c", "d", "e", "f"}) {
            nested = "[0,0,0,0,0,0,0,0,0,0].all(%s, %s)".formatted(name, nested);
        }
        CelExpression compiled = CelExpression.compile(nested, NAMES);

        assertThatThrownBy(() -> compiled.evaluate(VALUES::get))
                .isInstanceOf(CelFailedException.class)
                .hasMessageContaining("Iteration budget");
    }
}
