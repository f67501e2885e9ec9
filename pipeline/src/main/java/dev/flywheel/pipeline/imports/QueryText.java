package dev.flywheel.pipeline.imports;

import org.jspecify.annotations.Nullable;

/// The text of a query, as far as it must be understood: what is not within quotes or comments.
///
/// @param sql as a JDBC driver takes it: a question mark for each `:since`
/// @param parameters how many there are
/// @param fault what is wrong with it; null if nothing
record QueryText(String sql, int parameters, @Nullable String fault) {

    private static final String SINCE = ":since";

    static QueryText of(String text) {
        StringBuilder sql = new StringBuilder();
        StringBuilder words = new StringBuilder();
        int parameters = 0;
        int at = 0;
        while (at < text.length()) {
            int end = endOfQuote(text, at);
            if (end > at) {
                sql.append(text, at, end);
                words.append(' ');
                at = end;
            } else if (text.startsWith(SINCE, at) && isWhole(text, at)) {
                sql.append('?');
                parameters++;
                at += SINCE.length();
            } else {
                sql.append(text.charAt(at));
                words.append(text.charAt(at));
                at++;
            }
        }
        return new QueryText(sql.toString().strip(), parameters, fault(words.toString()));
    }

    /// Where what is quoted from here on ends; here if nothing is.
    private static int endOfQuote(String text, int at) {
        char first = text.charAt(at);
        if (first == '\'' || first == '"') {
            return behind(text, String.valueOf(first), at + 1);
        }
        if (text.startsWith("--", at)) {
            return behind(text, "\n", at);
        }
        return text.startsWith("/*", at) ? behind(text, "*/", at + 2) : at;
    }

    private static int behind(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }

    private static boolean isWhole(String text, int at) {
        int end = at + SINCE.length();
        boolean cast = at > 0 && text.charAt(at - 1) == ':';
        return !cast && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
    }

    private static @Nullable String fault(String words) {
        if (words.contains(";")) {
            return "a semicolon";
        }
        String start = words.strip().replaceFirst("^\\(+\\s*", "");
        return start.matches("(?is)(select|with)\\b.*") ? null : "no query";
    }
}
