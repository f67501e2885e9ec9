package dev.flywheel.pipeline.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A compiled expression. Immutable, so safe for any number of threads.
///
/// Numbers are doubles, also those declared as integers; a missing value is null, which `x == null`
/// tells and anything else fails on.
public final class CelExpression {

    private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']+)'.*");

    /// A function of a namespace.
    private static final Pattern MEMBER = Pattern.compile("(\\w+\\.\\w+)\\(");

    private final String text;
    private final ValueType type;
    private final Map<String, ValueType> names;
    private final CelAbstractSyntaxTree tree;
    private final Program program;

    private CelExpression(
            String text,
            ValueType type,
            Map<String, ValueType> names,
            CelAbstractSyntaxTree tree,
            Program program) {
        this.text = text;
        this.type = type;
        this.names = names;
        this.tree = tree;
        this.program = program;
    }

    /// Compiles an expression.
    ///
    /// @param names what it may use, with their types
    /// @throws CelMistakeException if it is none, uses another name, or mixes up types
    public static CelExpression compile(String text, Map<String, ValueType> names)
            throws CelMistakeException {
        Traps.checkComment(text);
        try {
            CelCompiler compiler = CelEnvironment.compiler(names);
            CelAbstractSyntaxTree tree =
                    compiler.check(Decimals.in(compiler.parse(text).getAst())).getAst();
            ValueType type = type(tree.getResultType());
            if (type == null) {
                throw new CelMistakeException(
                        "it gives neither a number, a text nor true or false");
            }
            Traps.checkRegularExpressions(tree);
            Program program = CelEnvironment.shared().createProgram(tree);
            return new CelExpression(text, type, namesIn(tree, names), tree, program);
        } catch (CelValidationException e) {
            throw mistake(e.getErrors(), text);
        } catch (CelEvaluationException e) {
            throw new CelMistakeException(plain(e));
        }
    }

    /// The functions that there are, for messages.
    public static List<String> functions() {
        return CelEnvironment.FUNCTIONS;
    }

    /// As it was written.
    public String text() {
        return text;
    }

    /// What it gives: NUMBER, CATEGORY or BOOLEAN.
    public ValueType type() {
        return type;
    }

    /// The names that it uses, in alphabetical order.
    public Set<String> names() {
        return names.keySet();
    }

    ValueType typeOf(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    /// Whether it divides by a 0 that it writes itself, which never gives a number.
    public boolean dividesByZero() {
        return Traps.dividesByZero(tree);
    }

    /// The same over rows.
    ///
    /// @param positions of its names in a row
    public RowExpression over(Map<String, Integer> positions) {
        return new RowExpression(this, positions, PlainCompiler.compile(tree, names, positions));
    }

    /// Its value: a Double, String or Boolean; null if it says so.
    ///
    /// @param values by name: numbers, texts, booleans; null where missing
    /// @throws CelFailedException if it has none for these values
    public @Nullable Object evaluate(Function<String, @Nullable Object> values)
            throws CelFailedException {
        try {
            Object result = program.eval(name -> Optional.of(celValue(values.apply(name))));
            return result instanceof Number number ? (Object) number.doubleValue() : ours(result);
        } catch (CelEvaluationException e) {
            throw new CelFailedException(plain(e));
        }
    }

    /// Whether it is true; not so where it fails.
    public boolean holds(Function<String, @Nullable Object> values) {
        try {
            return Boolean.TRUE.equals(evaluate(values));
        } catch (CelFailedException _) {
            return false;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CelExpression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static Object celValue(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Number number -> number.doubleValue();
            default -> value;
        };
    }

    private static @Nullable Object ours(@Nullable Object value) {
        return value instanceof NullValue ? null : value;
    }

    private static @Nullable ValueType type(CelType type) {
        CelType plain = type instanceof NullableType nullable ? nullable.targetType() : type;
        if (plain.equals(SimpleType.DOUBLE)
                || plain.equals(SimpleType.INT)
                || plain.equals(SimpleType.UINT)
                // What `math.greatest` says of itself.
                || plain.equals(SimpleType.DYN)) {
            return ValueType.NUMBER;
        }
        if (plain.equals(SimpleType.STRING)) {
            return ValueType.CATEGORY;
        }
        return plain.equals(SimpleType.BOOL) ? ValueType.BOOLEAN : null;
    }

    private static Map<String, ValueType> namesIn(
            CelAbstractSyntaxTree tree, Map<String, ValueType> declared) {
        Map<String, ValueType> names = new TreeMap<>();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
                .map(node -> node.expr().ident().name())
                .filter(declared::containsKey)
                .forEach(name -> names.put(name, declared.get(name)));
        return Collections.unmodifiableMap(names);
    }

    private static CelMistakeException mistake(List<CelIssue> issues, String text) {
        CelIssue first = issues.getFirst();
        int candidates = first.getMessage().indexOf(" (candidates:");
        String message =
                candidates < 0 ? first.getMessage() : first.getMessage().substring(0, candidates);
        int column = first.getSourceLocation().getColumn();
        // The end of a block scalar is a line of its own, which `lines` does not give.
        long linesBefore = Math.max(0, first.getSourceLocation().getLine() - 1);
        String line = text.lines().skip(linesBefore).findFirst().orElse("");
        int end = Math.min(Math.max(column, 0), line.length());
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.matches()) {
            return unknown(unknown.group(1), line.substring(end));
        }
        String before = line.substring(0, end);
        return new CelMistakeException(
                "at its character %d: %s".formatted(column + 1, PlainMistakes.of(message, before)));
    }

    /// @param rest of the line: a function is told where its operands begin
    private static CelMistakeException unknown(String name, String rest) {
        if (rest.startsWith("(")) {
            return CelMistakeException.unknownFunction(name);
        }
        Matcher member = MEMBER.matcher(rest);
        return CelEnvironment.isNamespace(name) && member.lookingAt()
                ? CelMistakeException.unknownFunction(member.group(1))
                : CelMistakeException.unknownName(name);
    }

    /// The message without CEL's own preface.
    private static String plain(CelEvaluationException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.replaceFirst("^evaluation error( at <input>:\\d+)?: ", "");
    }
}
