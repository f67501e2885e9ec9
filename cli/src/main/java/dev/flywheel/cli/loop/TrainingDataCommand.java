package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Joins a pipeline's features to rows of the user's own.
@Command(
        name = "training-data",
        description = {
            "Give each of your own rows every feature as of its moment, knowing only events",
            "before it, as a Parquet file."
        },
        mixinStandardHelpOptions = true)
public final class TrainingDataCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, such as click-recommendation.")
    private String pipeline = "";

    @Option(
            names = "--spine",
            required = true,
            paramLabel = "FILE",
            description =
                    "Your rows: a .csv, .ndjson (or .jsonl) or .parquet file with entities' keys, a"
                            + " time, and whatever else is to be carried along.")
    private Path spine = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
    private Path out = Path.of("");

    @Option(
            names = "--time",
            defaultValue = "event_time",
            paramLabel = "COLUMN",
            description = "The column with a row's moment (default: ${DEFAULT-VALUE}).")
    private String time = "event_time";

    public TrainingDataCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path rows = context.file(spine);
        String type = contentType(rows);
        Path file = context.path(out);
        // A plus is a space in forms only; this is one everywhere.
        String column = URLEncoder.encode(time, StandardCharsets.UTF_8).replace("+", "%20");
        try (Api api = context.api()) {
            api.post(
                    ServiceName.FEATURE,
                    "/pipelines/%s/training-data?time=%s".formatted(pipeline, column),
                    rows,
                    type,
                    file);
        }
        context.terminal().line("%,d bytes in %s", Files.size(file), file);
        return 0;
    }

    private static String contentType(Path rows) {
        String name = rows.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "text/csv";
        }
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return "application/x-ndjson";
        }
        if (name.endsWith(".parquet")) {
            return "application/vnd.apache.parquet";
        }
        throw new LoopException(
                "What is in %s can't be told by its name; expected .csv, .ndjson, .jsonl or .parquet"
                        .formatted(rows));
    }
}
