package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.imports.ImportRefusedException.Mistake;
import dev.flywheel.ingestion.imports.rows.Rows;
import dev.flywheel.ingestion.imports.rows.SourceFile;
import dev.flywheel.ingestion.imports.source.ImportSources;
import dev.flywheel.ingestion.imports.source.SourceException;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.imports.ImportSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    /// The files of an import, in the order in which they are read.
    ///
    /// @throws ImportRefusedException with everything that is wrong
    List<SourceFile> files(Pipeline pipeline, ImportSpec spec) {
        List<SourceFile> files = find(spec);
        List<Mistake> mistakes = new ArrayList<>();
        for (SourceFile file : files) {
            try (Rows rows = Rows.open(file, spec)) {
                ImportPlan.of(pipeline.schema(), spec, rows);
            } catch (ImportRefusedException e) {
                mistakes.addAll(files.size() == 1 ? e.mistakes() : of(file, e));
            } catch (IOException e) {
                mistakes.add(
                        new Mistake(
                                "path",
                                "The file '%s' can't be read: %s"
                                        .formatted(file.name(), e.getMessage())));
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
    SourceFile file(ImportSpec spec, String path) {
        try {
            return sources.file(spec.source(), path);
        } catch (SourceException e) {
            throw new ImportRefusedException(e.field(), e.reason());
        }
    }

    private List<SourceFile> find(ImportSpec spec) {
        try {
            return sources.files(spec.source(), spec.path());
        } catch (SourceException e) {
            throw new ImportRefusedException(e.field(), e.reason());
        }
    }

    private static List<Mistake> of(SourceFile file, ImportRefusedException e) {
        return e.mistakes().stream()
                .map(mistake ->
                        new Mistake(mistake.field(), file.name() + ": " + mistake.message()))
                .toList();
    }
}
