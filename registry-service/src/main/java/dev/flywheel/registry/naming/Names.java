package dev.flywheel.registry.naming;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;

/// MLflow's rules for names, with MLflow's messages.
public final class Names {

    private static final int LONGEST_KEY = 250;
    private static final int LONGEST_ALIAS = 255;
    private static final int LONGEST_MODEL = 256;
    private static final int LONGEST_EXPERIMENT = 500;
    private static final Pattern KEY =
            Pattern.compile("[/\\w.\\- ]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ALIAS =
            Pattern.compile("[\\w\\-]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern VERSION_ALIAS = Pattern.compile("[vV]\\d+");
    private static final Pattern RUN_ID = Pattern.compile("[a-zA-Z0-9][\\w\\-]{0,255}");

    private Names() {}

    /// Checks the key of a metric, parameter or tag.
    ///
    /// @param kind what the message calls it: `metric`, `parameter` or `tag`
    public static String key(String kind, String key) {
        return isPlain(key) ? key : unusualKey(kind, key);
    }

    /// Whether a key is of ASCII letters, digits and underscores: most are, and a search reads a
    /// hundred thousand.
    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c != '_' && (c > 'z' || !Character.isLetterOrDigit(c))) {
                return false;
            }
        }
        return !key.isEmpty() && key.length() <= LONGEST_KEY;
    }

    private static String unusualKey(String kind, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new InvalidValueException(
                    "Invalid %s name: '%s'. Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), and slashes (/)."
                            .formatted(kind, key));
        }
        String normal = normal(key);
        if (!normal.equals(key) || key.isEmpty() || key.startsWith("/") || key.startsWith("..")) {
            throw new InvalidValueException(
                    "Invalid %s name: '%s'. Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '%s'"
                            .formatted(kind, key, normal.isEmpty() ? "." : normal));
        }
        return atMost(LONGEST_KEY, capitalised(kind) + " key", key);
    }

    /// What the key would resolve to as a path. Not by `java.nio.file.Path`, which knows no umlaut
    /// where the locale is POSIX.
    private static String normal(String key) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : key.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return (key.startsWith("/") ? "/" : "") + String.join("/", parts);
    }

    public static String runId(String id) {
        if (!RUN_ID.matcher(id).matches()) {
            throw new InvalidValueException("Invalid run ID: '%s'".formatted(id));
        }
        return id;
    }

    public static String experiment(String name) {
        printable("experiment", name);
        return atMost(LONGEST_EXPERIMENT, "Experiment name", name);
    }

    /// Checks a registered model's name: it is part of paths and of artifact URIs.
    public static String model(String name) {
        printable("registered model", name);
        if (name.contains("/") || name.contains(":") || name.equals(".") || name.equals("..")) {
            throw new InvalidValueException(
                    "Invalid registered model name: '%s'. Names must not contain '/' or ':', nor be '.' or '..'."
                            .formatted(name));
        }
        return atMost(LONGEST_MODEL, "Registered model name", name);
    }

    public static String alias(String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw new InvalidValueException(
                    "Invalid alias name: '%s'. Names may only contain alphanumerics, underscores (_), and dashes (-)."
                            .formatted(alias));
        }
        if (alias.toLowerCase(Locale.ROOT).equals("latest")) {
            throw new InvalidValueException("'latest' alias name (case insensitive) is reserved.");
        }
        if (VERSION_ALIAS.matcher(alias).matches()) {
            throw new InvalidValueException(
                    "Version alias name '%s' is reserved.".formatted(alias));
        }
        return atMost(LONGEST_ALIAS, "Registered model alias name", alias);
    }

    /// The number that a version's text means.
    public static int version(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            throw new InvalidValueException(
                    "Model version must be an integer, got '%s'".formatted(text));
        }
    }

    public static String atMost(int limit, String what, String value) {
        if (value.length() > limit) {
            throw new InvalidValueException(
                    "%s '%s' had length %d, which exceeded length limit of %d"
                            .formatted(
                                    what,
                                    value.substring(0, Math.min(LONGEST_KEY, value.length())),
                                    value.length(),
                                    limit));
        }
        return value;
    }

    private static void printable(String kind, String name) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "Invalid %s name: '%s'. Names must not be blank nor contain control characters."
                            .formatted(kind, name));
        }
    }

    private static String capitalised(String kind) {
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    }
}
