package dev.flywheel.cli.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Why the rows of an import were refused, with alike reasons counted together.
final class Refusals {

    /// As many as the listing gives at once.
    static final int LOOKED_AT = 1000;

    private static final int MOST = 5;

    /// What differs from row to row; how many fields were found is the reason itself.
    private static final Pattern VALUE =
            Pattern.compile("(?:(?<!fields, )found|is|event) (?:'[^']*'|-?[0-9][^,]*)");

    private Refusals() {}

    /// The most frequent reasons among the latest refused inputs, each with the first one's value,
    /// and how many there are besides.
    ///
    /// @param quarantine as the ingestion service lists it
    static List<String> of(JsonNode quarantine, String importId) {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (JsonNode input : quarantine) {
            if (!input.path("origin").path("import_id").asString("").equals(importId)) {
                continue;
            }
            for (JsonNode reason : input.path("reasons")) {
                String field = reason.path("field").asString("");
                String message = reason.path("message").asString("");
                String told = field.isEmpty() ? message : field + ": " + message;
                String kind = VALUE.matcher(told).replaceAll("");
                first.putIfAbsent(kind, told);
                counts.merge(kind, 1, Integer::sum);
            }
        }
        List<String> told = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .forEach(each ->
                        told.add("%,dx %s".formatted(each.getValue(), first.get(each.getKey()))));
        if (counts.size() > MOST) {
            told.add("and %,d other reasons".formatted(counts.size() - MOST));
        }
        return told;
    }
}
