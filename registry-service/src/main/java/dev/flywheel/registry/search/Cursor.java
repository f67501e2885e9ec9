package dev.flywheel.registry.search;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a filter or an order that moves on as pieces are taken. Blanks before a piece are
/// skipped.
final class Cursor {

    private static final int LONGEST_EXCERPT = 20;

    private final String what;
    private final String text;
    private int at;

    /// @param what how errors call the text
    Cursor(String what, String text) {
        this.what = what;
        this.text = text;
    }

    boolean atEnd() {
        skipBlanks();
        return at == text.length();
    }

    /// The place of the next piece, counted from 0.
    int place() {
        skipBlanks();
        return at;
    }

    /// Whether one of these characters comes next, with no blank before it.
    boolean isAt(String characters) {
        return at < text.length() && characters.indexOf(text.charAt(at)) >= 0;
    }

    void skip() {
        at++;
    }

    /// Takes what the pattern matches here; empty, and nothing is taken, if it doesn't.
    Optional<String> take(Pattern pattern) {
        skipBlanks();
        return takeHere(pattern);
    }

    /// As [#take], with no blank before it.
    Optional<String> takeHere(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        matcher.useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        at = matcher.end();
        return Optional.of(matcher.group());
    }

    /// Takes a text in quotes of the kind that comes next, where a quote within is doubled.
    String quoted() {
        int start = at;
        char quote = text.charAt(at);
        StringBuilder content = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next != quote) {
                content.append(next);
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                content.append(quote);
                at++;
            } else {
                at++;
                return content.toString();
            }
        }
        throw new InvalidQueryException(
                what,
                text.length() + 1,
                "the %c that closes the one at %d".formatted(quote, start + 1),
                "the end");
    }

    InvalidQueryException expected(String expected) {
        return expected(place(), expected);
    }

    InvalidQueryException expected(int place, String expected) {
        return new InvalidQueryException(what, place + 1, expected, excerpt(place));
    }

    private String excerpt(int from) {
        if (from >= text.length()) {
            return "the end";
        }
        int end = Math.min(text.length(), from + LONGEST_EXCERPT);
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return "'%s'%s".formatted(text.substring(from, end), end < text.length() ? ".." : "");
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
