package dev.flywheel.pipeline.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload.Binary;
import dev.cel.runtime.CelFunctionOverload.Unary;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.List;
import java.util.Map;

/// The dialect: standard CEL with its strings and math libraries, limited in cost, and three
/// additions that people who don't program expect.
///
/// Every number of a pipeline is a decimal, and arithmetic with a whole number of the expression
/// (`price + 1`) gives a decimal; `coalesce(x, 0)` stands in for what is missing; `ln` and `exp`.
final class CelEnvironment {

    private static final CelOptions LIMITS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .maxExpressionCodePointSize(10_000)
                    .maxParseRecursionDepth(64)
                    .comprehensionMaxIterations(1_000)
                    .maxRegexProgramSize(1_000)
                    .build();

    private static final List<Arithmetic> ARITHMETIC =
            List.of(
                    new Arithmetic("_+_", "add", (a, b) -> a + b, (a, b) -> a + b),
                    new Arithmetic("_-_", "subtract", (a, b) -> a - b, (a, b) -> a - b),
                    new Arithmetic("_*_", "multiply", (a, b) -> a * b, (a, b) -> a * b),
                    new Arithmetic("_/_", "divide", (a, b) -> a / b, (a, b) -> a / b));

    /// Those that numbers, texts and booleans have a use for: not those of times, bytes and bits.
    static final List<String> FUNCTIONS =
            List.of(
                    "coalesce",
                    "ln",
                    "exp",
                    "math.abs",
                    "math.sqrt",
                    "math.floor",
                    "math.ceil",
                    "math.round",
                    "math.trunc",
                    "math.sign",
                    "math.greatest",
                    "math.least",
                    "math.isNaN",
                    "math.isInf",
                    "math.isFinite",
                    "size",
                    "startsWith",
                    "endsWith",
                    "contains",
                    "matches",
                    "lowerAscii",
                    "upperAscii",
                    "trim",
                    "replace",
                    "substring",
                    "charAt",
                    "indexOf",
                    "lastIndexOf",
                    "reverse",
                    "split",
                    "join",
                    "string",
                    "int",
                    "double",
                    "bool",
                    "exists",
                    "exists_one",
                    "all",
                    "map",
                    "filter");

    private static final CelRuntime RUNTIME = runtime();

    private CelEnvironment() {}

    static CelRuntime shared() {
        return RUNTIME;
    }

    /// Whether functions have names that begin so, with a dot behind.
    static boolean isNamespace(String name) {
        return FUNCTIONS.stream().anyMatch(function -> function.startsWith(name + "."));
    }

    static CelCompiler compiler(Map<String, ValueType> names) {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(LIMITS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addLibraries(CelExtensions.math(), CelExtensions.strings());
        names.forEach((name, type) -> builder.addVar(name, NullableType.create(type(type))));
        for (Arithmetic operation : ARITHMETIC) {
            builder.addFunctionDeclarations(
                    CelFunctionDecl.newFunctionDeclaration(
                            operation.function,
                            overload(operation.word + "_double_int64", SimpleType.INT, 1),
                            overload(operation.word + "_int64_double", SimpleType.INT, 0)));
        }
        NullableType number = NullableType.create(SimpleType.DOUBLE);
        NullableType text = NullableType.create(SimpleType.STRING);
        NullableType truth = NullableType.create(SimpleType.BOOL);
        return builder.addFunctionDeclarations(
                        CelFunctionDecl.newFunctionDeclaration(
                                "coalesce",
                                coalesce("double", number, SimpleType.DOUBLE),
                                CelOverloadDecl.newGlobalOverload(
                                        "coalesce_double_int",
                                        SimpleType.DOUBLE,
                                        number,
                                        SimpleType.INT),
                                coalesce("string", text, SimpleType.STRING),
                                coalesce("bool", truth, SimpleType.BOOL)),
                        unary("ln"),
                        unary("exp"))
                .build();
    }

    private static CelRuntime runtime() {
        CelRuntimeBuilder builder =
                CelRuntimeFactory.plannerRuntimeBuilder()
                        .setOptions(LIMITS)
                        .addLibraries(CelExtensions.math(), CelExtensions.strings());
        for (Arithmetic operation : ARITHMETIC) {
            builder.addFunctionBindings(
                    CelFunctionBinding.from(
                            operation.word + "_double_int64",
                            Double.class,
                            Long.class,
                            operation.withWhole),
                    CelFunctionBinding.from(
                            operation.word + "_int64_double",
                            Long.class,
                            Double.class,
                            operation.ofWhole));
        }
        for (String kind : List.of("double", "double_int", "string", "bool")) {
            builder.addFunctionBindings(
                    CelFunctionBinding.from(
                            "coalesce_" + kind,
                            Object.class,
                            Object.class,
                            (value, otherwise) -> coalesce(value, otherwise)));
        }
        return builder.addFunctionBindings(
                        unary("ln", x -> StrictMath.log(x)), unary("exp", x -> StrictMath.exp(x)))
                .build();
    }

    private static CelType type(ValueType type) {
        return switch (type) {
            case NUMBER, INTEGER -> SimpleType.DOUBLE;
            case CATEGORY -> SimpleType.STRING;
            case BOOLEAN -> SimpleType.BOOL;
        };
    }

    /// Two decimals, of which the one at that position is a whole number.
    private static CelOverloadDecl overload(String id, CelType whole, int position) {
        CelType first = position == 0 ? whole : SimpleType.DOUBLE;
        CelType second = position == 1 ? whole : SimpleType.DOUBLE;
        return CelOverloadDecl.newGlobalOverload(id, SimpleType.DOUBLE, first, second);
    }

    private static Object coalesce(Object value, Object otherwise) {
        Object chosen = value instanceof NullValue ? otherwise : value;
        return chosen instanceof Long whole ? (Object) whole.doubleValue() : chosen;
    }

    private static CelOverloadDecl coalesce(String word, CelType first, CelType second) {
        return CelOverloadDecl.newGlobalOverload("coalesce_" + word, second, first, second);
    }

    private static CelFunctionDecl unary(String name) {
        return CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newGlobalOverload(
                        name + "_double", SimpleType.DOUBLE, SimpleType.DOUBLE));
    }

    private static CelFunctionBinding unary(String name, Unary<Double> apply) {
        return CelFunctionBinding.from(name + "_double", Double.class, apply);
    }

    /// An operation that CEL has for two decimals, and we also for a decimal and a whole number.
    private record Arithmetic(
            String function,
            String word,
            Binary<Double, Long> withWhole,
            Binary<Long, Double> ofWhole) {}
}
