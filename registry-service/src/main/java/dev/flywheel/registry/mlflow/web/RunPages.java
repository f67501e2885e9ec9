package dev.flywheel.registry.mlflow.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.mlflow.wire.RunMessage;
import dev.flywheel.registry.tracking.RenderedRun;
import dev.flywheel.registry.tracking.TrackingSearch;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Answers with a page of runs, of which it holds but a few at a time: what a thousand runs have
/// logged are ten megabytes, and a page may have fifty thousand.
@Component
class RunPages {

    private static final int AT_A_TIME = 200;
    private static final int BUFFER = 64 * 1024;

    private final TrackingSearch search;
    private final JsonMapper json;

    RunPages(TrackingSearch search, JsonMapper json) {
        this.search = search;
        this.json = json;
    }

    /// Writes what [PageAsked#answer] gives of [RunMessage]s.
    ///
    /// @param found the ids that the page's query found
    void answer(PageAsked page, List<String> found, HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
        String between = "{\"runs\":[";
        List<String> shown = page.shown(found);
        for (int from = 0; from < shown.size(); from += AT_A_TIME) {
            int to = Math.min(from + AT_A_TIME, shown.size());
            for (RenderedRun run : search.runs(shown.subList(from, to))) {
                write(out, between + "{\"info\":");
                out.write(json.writeValueAsBytes(RunMessage.RunInfo.of(run.run())));
                write(out, ",");
                // Its own object's fields go on in the run's.
                out.write(run.log(), 1, run.log().length - 1);
                between = ",";
            }
        }
        write(out, shown.isEmpty() ? "{" : "]");
        Optional<String> next = page.nextToken(found.size());
        if (next.isPresent()) {
            write(out, ",\"next_page_token\":");
            out.write(json.writeValueAsBytes(next.get()));
        }
        write(out, "}");
        out.flush();
    }

    private static void write(OutputStream out, String ascii) throws IOException {
        out.write(ascii.getBytes(US_ASCII));
    }
}
