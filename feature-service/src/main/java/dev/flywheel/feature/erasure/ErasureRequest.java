package dev.flywheel.feature.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.feature.erasure.ErasureException.Mistake;
import dev.flywheel.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is asked for.
///
/// @param entity the name of a declared entity, such as `user`
/// @param key of the entity that is to be forgotten
/// @param reason kept for the audit; it must not name the key, which is not kept
public record ErasureRequest(
        @Nullable String entity, @Nullable String key, @Nullable String reason) {

    private static final int LONGEST_KEY = 1_000;
    private static final int LONGEST_REASON = 1_000;

    /// The same, checked.
    ///
    /// @throws ErasureException.Refused with everything that is wrong
    Checked check(Pipeline pipeline) {
        List<Mistake> errors = new ArrayList<>();
        String name = entity == null ? "" : entity;
        if (!pipeline.entities().containsKey(name)) {
            String found = entity == null ? "is missing" : "is '" + name + "'";
            errors.add(
                    new Mistake(
                            "entity",
                            "%s; the pipeline declares %s"
                                    .formatted(found, pipeline.entities().keySet())));
        }
        String text = key == null ? "" : key;
        checkKey(text, errors);
        String why = reason == null ? "" : reason.strip();
        checkReason(why, text, errors);
        if (!errors.isEmpty()) {
            throw new ErasureException.Refused(errors);
        }
        return new Checked(name, pipeline.schema().entity(name).key(), text, why);
    }

    private static void checkKey(String key, List<Mistake> errors) {
        if (key.isEmpty()) {
            errors.add(new Mistake("key", "is missing or empty; expected the entity's key"));
        } else if (key.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(key)) {
            errors.add(new Mistake("key", "is no text that an event could have as a key"));
        } else if (key.getBytes(UTF_8).length > LONGEST_KEY) {
            errors.add(
                    new Mistake(
                            "key", "is longer than %d bytes, as no key is".formatted(LONGEST_KEY)));
        }
    }

    private static void checkReason(String reason, String key, List<Mistake> errors) {
        if (reason.isEmpty()) {
            errors.add(new Mistake("reason", "is missing; say why, for the audit"));
        } else if (reason.indexOf('\0') >= 0 || reason.length() > LONGEST_REASON) {
            errors.add(
                    new Mistake(
                            "reason",
                            "has a NUL or more than %d characters".formatted(LONGEST_REASON)));
        } else if (!key.isEmpty()
                && List.of(reason.toLowerCase(Locale.ROOT).split("[\\s,;:()'\"]+"))
                        .contains(key.toLowerCase(Locale.ROOT))) {
            errors.add(
                    new Mistake("reason", "names the key; it is kept when the key is long gone"));
        }
    }

    /// @param keyField under which events carry the key
    record Checked(String entity, String keyField, String key, String reason) {}
}
