package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.quarantine.Excerpt;
import dev.flywheel.pipeline.imports.BadValueException;
import dev.flywheel.pipeline.imports.RowValues;
import dev.flywheel.pipeline.imports.TypedValue;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the mapping makes of a row: members by name, as JSON would have brought them.
record RowReading(Map<String, @Nullable Object> members, List<Quarantined.Reason> faults) {

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?[0-9][0-9.]*,[0-9]+");

    /// Evaluates every expression; values become what the types say, where they can.
    ///
    /// @param types of the members that have one; the others are texts
    static RowReading of(Row row, ImportPlan plan, Map<String, ValueType> types) {
        String fault = row.fault();
        if (fault != null) {
            return new RowReading(Map.of(), List.of(new Quarantined.Reason(null, fault)));
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        List<Quarantined.Reason> faults = new ArrayList<>();
        RowValues values = row.without(plan.spec().missing());
        plan.mapping()
                .forEach((name, expression) -> {
                    try {
                        Object value = expression.value(values);
                        if (value != null) {
                            ValueType type = types.getOrDefault(name, ValueType.CATEGORY);
                            if (type.isNumeric() && hasDecimalComma(value)) {
                                throw new BadValueException(
                                        "is '%s', a number with a decimal comma: map its column by %s"
                                                .formatted(
                                                        value,
                                                        "{ number: COLUMN, decimal: \",\" }"));
                            }
                            members.put(name, TypedValue.of(value, type));
                        }
                    } catch (BadValueException e) {
                        faults.add(new Quarantined.Reason(name, e.reason()));
                    }
                });
        return new RowReading(members, faults);
    }

    /// What is told of a refused row: of what could not be read, why, and not that it is missing.
    List<Quarantined.Reason> told(List<Quarantined.Reason> reasons) {
        if (faults.stream().anyMatch(fault -> fault.field() == null)) {
            return faults;
        }
        return reasons.stream()
                .filter(each -> faults.contains(each) || !isUnread(each.field()))
                .toList();
    }

    private boolean isUnread(@Nullable String member) {
        return faults.stream().anyMatch(fault -> Objects.equals(fault.field(), member));
    }

    /// The row as it goes to quarantine.
    static String content(Row row) {
        // A stray quote makes the rest of a file one field.
        Map<String, Object> columns = new LinkedHashMap<>();
        row.named()
                .forEach((name, value) ->
                        columns.put(
                                name, value instanceof String text ? Excerpt.within(text) : value));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("row", row.number());
        String fault = row.fault();
        if (fault != null) {
            content.put("fault", fault);
        }
        content.put("columns", columns);
        return Json.MAPPER.writeValueAsString(content);
    }

    private static boolean hasDecimalComma(Object value) {
        return value instanceof String text && DECIMAL_COMMA.matcher(text.strip()).matches();
    }
}
