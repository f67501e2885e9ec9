package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.imports.ImportRefusedException.Mistake;
import dev.flywheel.ingestion.imports.rows.Rows;
import dev.flywheel.pipeline.imports.Expression;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.Members;
import dev.flywheel.pipeline.schema.Schema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What the columns of one file mean to an import.
///
/// @param mapping what each member is made of, as far as the file has columns for it
record ImportPlan(ImportSpec spec, Map<String, Expression> mapping) {

    private static final int SHOWN = 1_000;

    /// Checks that the file has every column that is read.
    ///
    /// @throws ImportRefusedException with those that it lacks
    static ImportPlan of(Schema schema, ImportSpec spec, Rows rows) {
        Set<String> columns = rows.columns();
        if (columns == null) {
            return new ImportPlan(spec, spec.columns());
        }
        Map<String, Expression> mapping = new LinkedHashMap<>(spec.columns());
        if (spec.byName()) {
            Set<String> needed = Members.of(schema, spec.target()).needed();
            mapping.keySet().removeIf(name -> !columns.contains(name) && !needed.contains(name));
        }
        String what = spec.query() == null ? "file" : "query";
        List<Mistake> mistakes = new ArrayList<>();
        mapping.forEach((name, expression) ->
                expression
                        .columns()
                        .forEach(column ->
                                require(what, columns, column, "columns." + name, mistakes)));
        spec.selection()
                .where()
                .keySet()
                .forEach(column -> require(what, columns, column, "where." + column, mistakes));
        ImportSpec.Sample sample = spec.selection().sample();
        if (sample != null) {
            require(what, columns, sample.by(), "sample.by", mistakes);
        }
        if (!mistakes.isEmpty()) {
            throw new ImportRefusedException(mistakes);
        }
        return new ImportPlan(spec, mapping);
    }

    private static void require(
            String what,
            Collection<String> columns,
            String column,
            String field,
            List<Mistake> mistakes) {
        if (!columns.contains(column)) {
            String all = columns.toString();
            mistakes.add(
                    new Mistake(
                            field,
                            "The %s has no column '%s'; it has %s%s"
                                    .formatted(
                                            what,
                                            column,
                                            all.length() > SHOWN
                                                    ? all.substring(0, SHOWN) + "..."
                                                    : all,
                                            delimiter(columns))));
        }
    }

    /// A header that is one column, but looks like several, has another delimiter.
    private static String delimiter(Collection<String> columns) {
        if (columns.size() != 1) {
            return "";
        }
        String only = columns.iterator().next();
        return Stream.of(";", ",", "\t", "|")
                .filter(only::contains)
                .findFirst()
                .map(found ->
                        ", one column: is the delimiter '%s'?"
                                .formatted(found.equals("\t") ? "\\t" : found))
                .orElse("");
    }
}
