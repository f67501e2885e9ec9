package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.imports.ImportRefusedException.Mistake;
import dev.flywheel.ingestion.imports.rows.QueryRows;
import dev.flywheel.ingestion.imports.rows.Rows;
import dev.flywheel.ingestion.imports.source.ImportSources;
import dev.flywheel.ingestion.imports.source.LocalFile;
import dev.flywheel.ingestion.imports.source.SourceException;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Query;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Checks imports against their source before they begin: every file is there, can be read, and has
/// every column that the mapping reads.
@Component
class ImportPlans {

    private static final int MOST_MISTAKES = 100;

    private final ImportSources sources;

    ImportPlans(ImportSources sources) {
        this.sources = sources;
    }

    /// The names of an import's files, in the order in which they are read.
    ///
    /// @throws ImportRefusedException with everything that is wrong
    List<String> files(Pipeline pipeline, ImportSpec spec) {
        if (spec.query() != null) {
            check(pipeline, spec, spec.query());
            return List.of("query");
        }
        List<String> files = find(spec);
        List<Mistake> mistakes = new ArrayList<>();
        for (String file : files) {
            try (LocalFile beginning = sources.beginning(spec.source(), file, spec.format());
                    Rows rows = Rows.open(beginning.file(), spec)) {
                ImportPlan.of(pipeline.schema(), spec, rows);
            } catch (ImportRefusedException e) {
                mistakes.addAll(files.size() == 1 ? e.mistakes() : of(file, e));
            } catch (SourceException e) {
                mistakes.add(new Mistake(e.field(), e.reason()));
            } catch (IOException e) {
                mistakes.add(
                        new Mistake(
                                "path",
                                "The file '%s' can't be read: %s".formatted(file, e.getMessage())));
            }
            if (mistakes.size() > MOST_MISTAKES) {
                break;
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ImportRefusedException(mistakes);
        }
        return files;
    }

    /// One file of an import that has begun.
    ///
    /// @param goOn asked now and then while the file is copied; if it says no, it is left
    LocalFile file(ImportSpec spec, String path, BooleanSupplier goOn) throws IOException {
        try {
            return sources.whole(spec.source(), path, goOn);
        } catch (SourceException e) {
            throw new ImportRefusedException(e.field(), e.reason());
        }
    }

    private void check(Pipeline pipeline, ImportSpec spec, Query query) {
        try (Rows rows = rows(spec, query, query.since())) {
            ImportPlan.of(pipeline.schema(), spec, rows);
        } catch (IOException e) {
            throw new ImportRefusedException(
                    "query", Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    /// The rows of a query, not yet carried out.
    ///
    /// @param since the value of its position behind which it begins; null for all rows
    QueryRows rows(ImportSpec spec, Query query, @Nullable String since) throws IOException {
        try {
            return sources.query(spec.source(), query, since);
        } catch (SourceException e) {
            throw new ImportRefusedException(e.field(), e.reason());
        }
    }

    private List<String> find(ImportSpec spec) {
        try {
            return sources.names(spec.source(), spec.path());
        } catch (SourceException e) {
            throw new ImportRefusedException(e.field(), e.reason());
        }
    }

    private static List<Mistake> of(String file, ImportRefusedException e) {
        return e.mistakes().stream()
                .map(mistake -> new Mistake(mistake.field(), file + ": " + mistake.message()))
                .toList();
    }
}
