package dev.flywheel.ingestion.quarantine;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.contracts.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Makes texts and reasons short enough to be kept or shown, and says what is missing.
public final class Excerpt {

    /// As many characters are kept of what is too large to be kept whole: escaped six times as
    /// long, they still fit into a message of Kafka's usual size. A multiple of 4, for Base64.
    public static final int KEPT = 65_536;

    /// So many characters, and reasons, are shown of each input in a listing.
    private static final int SHOWN = 4_000;

    private static final int REASONS_SHOWN = 20;

    /// With the one that an excerpt adds, a hundred.
    private static final int MOST_REASONS = 99;

    private static final int LONGEST_FIELD = 200;
    private static final int LONGEST_MESSAGE = 500;
    private static final String CUT = "Too large to be kept whole";
    private static final int END = 50;
    private static final String GAP = "...";

    private Excerpt() {}

    /// The first reasons, none of them longer than anyone reads: a sender may give an object any
    /// number of members, with names of any length.
    public static List<Reason> of(List<Reason> reasons) {
        List<Reason> kept = new ArrayList<>();
        for (Reason reason : reasons.subList(0, Math.min(reasons.size(), MOST_REASONS))) {
            String field = reason.field();
            kept.add(
                    new Reason(
                            field == null ? null : shortened(field, LONGEST_FIELD),
                            shortened(reason.message(), LONGEST_MESSAGE)));
        }
        if (reasons.size() > MOST_REASONS) {
            int missing = reasons.size() - MOST_REASONS + 1;
            kept.set(MOST_REASONS - 1, new Reason(null, "and " + missing + " more reasons"));
        }
        return List.copyOf(kept);
    }

    /// An id, which is also the key of a message.
    static String ofId(String id) {
        return shortened(id, LONGEST_MESSAGE);
    }

    /// The same with the beginning of its content; a first reason tells how long that was and its
    /// SHA-256, so that whoever has the input can recognise it.
    ///
    /// @param atMost so many characters of the content; a multiple of 4
    static Quarantined of(Quarantined whole, int atMost) {
        String content = whole.content();
        if (content.length() <= atMost) {
            return whole;
        }
        boolean base64 = whole.encoding().equals("base64");
        byte[] bytes =
                base64
                        ? Base64.getDecoder().decode(content)
                        : content.getBytes(StandardCharsets.UTF_8);
        List<Reason> reasons = new ArrayList<>(whole.reasons());
        reasons.addFirst(
                new Reason(
                        null,
                        CUT
                                + ": the content is a beginning of %d bytes with the SHA-256 %s"
                                        .formatted(bytes.length, Digest.of(bytes).hex())));
        return new Quarantined(
                whole.eventId(),
                beginning(content, atMost),
                whole.encoding(),
                reasons,
                whole.refusedBy(),
                whole.refusedAt(),
                whole.origin());
    }

    /// Whether only a beginning of the input was kept.
    public static boolean isCut(Quarantined kept) {
        return kept.reasons().stream().anyMatch(reason -> reason.message().startsWith(CUT));
    }

    /// The same as a listing shows it; what is cut there is still whole in the topic.
    public static Quarantined shown(Quarantined kept) {
        int length = kept.content().length();
        List<Reason> reasons = new ArrayList<>(of(kept.reasons()));
        if (reasons.size() > REASONS_SHOWN) {
            int missing = reasons.size() - REASONS_SHOWN;
            reasons.subList(REASONS_SHOWN, reasons.size()).clear();
            reasons.add(new Reason(null, "and " + missing + " more reasons"));
        }
        if (length > SHOWN) {
            reasons.add(
                    new Reason(
                            null,
                            "Shown are the first %d of %d characters; the topic has the others"
                                    .formatted(SHOWN, length)));
        }
        return new Quarantined(
                ofId(kept.eventId()),
                beginning(kept.content(), SHOWN),
                kept.encoding(),
                reasons,
                kept.refusedBy(),
                kept.refusedAt(),
                kept.origin());
    }

    /// A text that says itself how much of it is missing, for a place within a larger content.
    public static String within(String text) {
        if (text.length() <= KEPT) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "%s%s (a beginning of %d bytes with the SHA-256 %s)"
                .formatted(beginning(text, KEPT), GAP, bytes.length, Digest.of(bytes).hex());
    }

    /// Not between the two halves of a character.
    static String beginning(String text, int atMost) {
        if (text.length() <= atMost) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(atMost - 1)) ? atMost - 1 : atMost;
        return text.substring(0, end);
    }

    private static String shortened(String text, int longest) {
        String kept =
                text.length() <= longest
                        ? text
                        : text.substring(0, longest - END - GAP.length())
                                + GAP
                                + text.substring(text.length() - END);
        // What half a character would make unwritable becomes a question mark.
        return new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
