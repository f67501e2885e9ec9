package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.StableHash;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An import request that makes sense: the file is there, and its header has every column that the
/// mapping reads.
record ImportPlan(
        SourceFile file, ImportRequest request, Charset charset, Map<String, Expression> mapping) {

    private static final String SALT = "sample";

    CsvRows open() throws IOException {
        return CsvRows.open(file, request.separator(), charset);
    }

    /// Whether a row belongs to the sample.
    boolean samples(Row row) {
        ImportRequest.Sample sample = request.sample();
        return sample == null || StableHash.share(SALT, row.text(sample.column())) < sample.share();
    }

    @Nullable Expression expression(String name) {
        return mapping.get(name);
    }
}
