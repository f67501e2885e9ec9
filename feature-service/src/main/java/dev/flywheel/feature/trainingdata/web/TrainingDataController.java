package dev.flywheel.feature.trainingdata.web;

import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.trainingdata.SpineFormat;
import dev.flywheel.feature.trainingdata.TrainingData;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `POST /pipelines/{pipeline}/training-data?time=...`: rows in, Parquet out. Both go through
/// files, as neither need fit into memory.
@RestController
final class TrainingDataController {

    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String PARQUET = "application/vnd.apache.parquet";

    private final Pipelines pipelines;
    private final TrainingData data;
    private final @Nullable Path workDir;

    TrainingDataController(Pipelines pipelines, TrainingData data, FeatureProperties properties) {
        this.pipelines = pipelines;
        this.data = data;
        this.workDir = properties.snapshots().workDir();
    }

    @PostMapping(
            path = "/pipelines/{pipeline}/training-data",
            consumes = {CSV, NDJSON, PARQUET})
    void make(
            @PathVariable String pipeline,
            @RequestParam(defaultValue = "event_time") String time,
            HttpServletRequest call,
            HttpServletResponse answer)
            throws IOException, SQLException {
        Pipeline declared = pipelines.get(pipeline);
        Path directory = newDirectory();
        try {
            Path rows = directory.resolve("rows");
            Files.copy(call.getInputStream(), rows);
            Path made = data.make(declared, rows, format(call.getContentType()), time, directory);
            answer.setContentType(PARQUET);
            answer.setContentLengthLong(Files.size(made));
            answer.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    "attachment; filename=\"%s-training-data.parquet\"".formatted(pipeline));
            Files.copy(made, answer.getOutputStream());
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private static SpineFormat format(String contentType) {
        if (contentType.startsWith(NDJSON)) {
            return SpineFormat.NDJSON;
        }
        return contentType.startsWith(PARQUET) ? SpineFormat.PARQUET : SpineFormat.CSV;
    }

    private Path newDirectory() throws IOException {
        String prefix = "flywheel-training-data";
        return workDir == null
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(Files.createDirectories(workDir), prefix);
    }
}
