package dev.flywheel.pipeline.cel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// CEL's messages in the words of the reference.
final class PlainMistakes {

    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']+)' applied to '\\((.*?)\\)'.*");
    private static final Pattern WORD =
            Pattern.compile("(?:mismatched|extraneous) input '(and|or|not|is)'.*");
    private static final Pattern UNEQUAL = Pattern.compile("(?:mismatched|extraneous) input '>'.*");
    private static final Map<String, String> INSTEAD =
            Map.of("and", "&&", "or", "||", "not", "!", "is", "==");
    private static final Map<String, String> TYPES =
            Map.of(
                    "double", "a number",
                    "int", "a whole number",
                    "string", "a text",
                    "bool", "true or false",
                    "null", "nothing");

    private PlainMistakes() {}

    /// @param before what the expression says before the mistake
    static String of(String message, String before) {
        if (before.endsWith("<") && UNEQUAL.matcher(message).matches()) {
            return "'<>' is no operator, write !=";
        }
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            String function = overload.group(1).replaceAll("^@|_|\\B!$", "");
            List<String> types = List.of(overload.group(2).split(",\\s*"));
            return "'%s' can't take %s"
                    .formatted(
                            function,
                            types.stream()
                                    .map(PlainMistakes::type)
                                    .collect(Collectors.joining(" and ")));
        }
        Matcher word = WORD.matcher(message);
        if (word.matches()) {
            return "'%s' is no operator, write %s"
                    .formatted(word.group(1), INSTEAD.get(word.group(1)));
        }
        if (message.startsWith("token recognition error at: '=")) {
            return "'=' is no operator, write ==";
        }
        if (message.startsWith("For input string")) {
            return "the whole number is too large, write it with .0 behind";
        }
        int choices = message.indexOf(" expecting ");
        return choices < 0 ? message : message.substring(0, choices);
    }

    private static String type(String type) {
        String plain = type.replaceFirst("^wrapper\\((.*)\\)?$", "$1").replace(")", "");
        return Arrays.stream(plain.split("\\|"))
                .map(each -> TYPES.getOrDefault(each, each))
                .collect(Collectors.joining(" or "));
    }
}
