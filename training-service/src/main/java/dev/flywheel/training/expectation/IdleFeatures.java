package dev.flywheel.training.expectation;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.training.dataset.SnapshotDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Features that tell no row from another. No pipeline wants one, and a mistake in a declaration
/// that is valid often makes one.
final class IdleFeatures {

    private static final String EMPTY = "empty";
    private static final String CONSTANT = "constant";

    private IdleFeatures() {}

    /// A line for each kind that there is, with all of its features.
    static List<String> warnings(SnapshotDatabase dataset) {
        List<String> columns = dataset.columns().stream().map(Column::name).toList();
        List<@Nullable Object> kinds =
                columns.isEmpty()
                        ? List.of()
                        : dataset.values(columns.stream().map(IdleFeatures::kind).toList());
        List<String> warnings = new ArrayList<>();
        warn(warnings, "Features without a value in any row: ", named(EMPTY, columns, kinds));
        warn(
                warnings,
                "Features with the same value in every row: ",
                named(CONSTANT, columns, kinds));
        return warnings;
    }

    private static String kind(String column) {
        return """
        CASE WHEN count(%1$s) = 0 THEN '%2$s'
             WHEN count(%1$s) = count(*) AND min(%1$s) = max(%1$s) THEN '%3$s' END
        """
                .formatted(DatasetTable.quoted(column), EMPTY, CONSTANT);
    }

    private static List<String> named(
            String kind, List<String> columns, List<@Nullable Object> kinds) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            if (kind.equals(kinds.get(i))) {
                names.add(columns.get(i));
            }
        }
        return names;
    }

    private static void warn(List<String> warnings, String what, List<String> names) {
        if (!names.isEmpty()) {
            warnings.add(what + String.join(", ", names));
        }
    }
}
