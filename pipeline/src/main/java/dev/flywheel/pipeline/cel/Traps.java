package dev.flywheel.pipeline.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.List;
import java.util.Map;

/// What CEL compiles and nobody can mean, as it never has a value or is not what it looks like.
final class Traps {

    /// Literals come first, so that a comment is found outside of them.
    private static final Pattern LITERAL_OR_COMMENT =
            Pattern.compile(
                    """
                    [rR]\"""(?s:.*?)\"""|[rR]'''(?s:.*?)'''|[rR]"[^"\\n]*"|[rR]'[^'\\n]*'\
                    |\"""(?s:(?:\\\\.|[^\\\\])*?)\"""|'''(?s:(?:\\\\.|[^\\\\])*?)'''\
                    |"(?:\\\\.|[^"\\\\\\n])*"|'(?:\\\\.|[^'\\\\\\n])*'\
                    |(//)\
                    """);

    private Traps() {}

    /// @param text of an expression
    static void checkComment(String text) throws CelMistakeException {
        Matcher matcher = LITERAL_OR_COMMENT.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                throw new CelMistakeException("// begins a comment, divide with /");
            }
        }
    }

    static void checkRegularExpressions(CelAbstractSyntaxTree tree) throws CelMistakeException {
        List<CelExpr> matches =
                CelNavigableAst.fromAst(tree)
                        .getRoot()
                        .allNodes()
                        .map(node -> node.expr())
                        .filter(each -> each.getKind() == Kind.CALL)
                        .filter(each -> each.call().function().equals("matches"))
                        .map(each -> each.call().args().getLast())
                        .toList();
        for (CelExpr form : matches) {
            if (form.getKind() == Kind.CONSTANT) {
                checkRegularExpression(form.constant().stringValue());
            }
        }
    }

    /// By the library's own limits.
    private static void checkRegularExpression(String form) throws CelMistakeException {
        try {
            Pattern.compile(form);
            CelExpression.compile("''.matches(form)", Map.of("form", ValueType.CATEGORY))
                    .evaluate(_ -> form);
        } catch (PatternSyntaxException e) {
            throw noRegularExpression(form, e.getDescription());
        } catch (CelFailedException _) {
            throw noRegularExpression(form, "it is too large");
        }
    }

    private static CelMistakeException noRegularExpression(String form, String fault) {
        return new CelMistakeException(
                "the regular expression '%s' can't be read (%s)".formatted(form, fault));
    }
}
