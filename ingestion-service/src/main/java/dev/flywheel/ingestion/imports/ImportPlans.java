package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.imports.ImportRefusedException.Mistake;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Checks requests for imports against their pipeline and file.
@Component
class ImportPlans {

    private final ImportSources sources;

    ImportPlans(ImportSources sources) {
        this.sources = sources;
    }

    /// The plan for a request.
    ///
    /// @throws ImportRefusedException with everything that is wrong
    ImportPlan plan(Pipeline pipeline, ImportRequest request) {
        ExpressionReader reader = new ExpressionReader();
        Map<String, Expression> mapping = reader.readAll(request.columnsOrNone());
        List<Mistake> mistakes = new ArrayList<>(reader.mistakes());
        checkForm(request, mistakes);
        checkTarget(pipeline, request, mistakes);
        Charset charset = charset(request.charset(), mistakes);
        SourceFile file = null;
        try {
            file = sources.file(request.source(), request.path());
        } catch (ImportRefusedException e) {
            mistakes.addAll(e.mistakes());
        }
        if (file == null || !mistakes.isEmpty()) {
            throw new ImportRefusedException(mistakes);
        }
        ImportPlan plan = new ImportPlan(file, request, charset, mapping);
        checkHeader(plan);
        return plan;
    }

    private static void checkForm(ImportRequest request, List<Mistake> mistakes) {
        if (request.format() != null && !request.format().equals("csv")) {
            mistakes.add(new Mistake("format", "Expected csv, found " + request.format()));
        }
        String delimiter = request.delimiter();
        if (delimiter != null
                && (delimiter.length() != 1
                        || delimiter.charAt(0) >= 0x80
                        || "\"\r\n".contains(delimiter))) {
            mistakes.add(new Mistake("delimiter", "Expected one ASCII character"));
        }
        ImportRequest.Sample sample = request.sample();
        if (sample != null
                && (sample.by() == null || !(sample.share() > 0 && sample.share() <= 1))) {
            mistakes.add(
                    new Mistake("sample", "Expected a column in by and a share over 0, up to 1"));
        }
    }

    private static void checkTarget(
            Pipeline pipeline, ImportRequest request, List<Mistake> mistakes) {
        String entity = request.entity();
        if (entity != null) {
            EntitySpec spec = pipeline.entities().get(entity);
            if (spec == null) {
                mistakes.add(
                        new Mistake(
                                "target",
                                "No entity '%s'; declared are %s"
                                        .formatted(entity, pipeline.entities().keySet())));
                return;
            }
            Set<String> names = new TreeSet<>(spec.attributes().keySet());
            names.addAll(List.of("key", "valid_from"));
            checkNames(request, names, List.of("key"), mistakes);
        } else if (request.targetOrEvents().equals("events")) {
            checkEvent(pipeline, request, mistakes);
        } else {
            mistakes.add(new Mistake("target", "Expected events or entity:<name>"));
        }
    }

    private static void checkEvent(
            Pipeline pipeline, ImportRequest request, List<Mistake> mistakes) {
        EventSpec event = eventSpec(pipeline, request.eventType());
        if (event == null) {
            mistakes.add(
                    new Mistake("event_type", "Expected one of " + pipeline.events().keySet()));
            return;
        }
        List<String> keys = pipeline.schema().keysOf(event.entities());
        Set<String> names = new TreeSet<>(event.fields().keySet());
        names.addAll(keys);
        names.addAll(List.of("event_id", "event_time", "prediction_id"));
        List<String> needed = new ArrayList<>(keys);
        needed.add("event_time");
        checkNames(request, names, needed, mistakes);
    }

    /// The event that the rows are: the one named, or the only one there is.
    static @Nullable EventSpec eventSpec(Pipeline pipeline, @Nullable String eventType) {
        if (eventType != null) {
            return pipeline.events().get(eventType);
        }
        return pipeline.events().size() == 1 ? pipeline.events().values().iterator().next() : null;
    }

    private static void checkNames(
            ImportRequest request, Set<String> names, List<String> needed, List<Mistake> mistakes) {
        Set<String> given = request.columnsOrNone().keySet();
        for (String name : given) {
            if (!names.contains(name)) {
                mistakes.add(new Mistake("columns." + name, "Unknown; expected " + names));
            }
        }
        for (String name : needed) {
            if (!given.contains(name)) {
                mistakes.add(new Mistake("columns." + name, "Missing"));
            }
        }
    }

    private static Charset charset(@Nullable String name, List<Mistake> mistakes) {
        try {
            Charset charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
            if (charset.equals(StandardCharsets.UTF_8)
                    || (charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1)) {
                return charset;
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            // Told below, like a charset that can't be taken apart by the byte.
        }
        mistakes.add(new Mistake("charset", "Expected UTF-8 or a charset of one byte a character"));
        return StandardCharsets.UTF_8;
    }

    private static void checkHeader(ImportPlan plan) {
        List<Mistake> mistakes = new ArrayList<>();
        try (CsvRows rows = plan.open()) {
            Set<String> header = rows.columns().keySet();
            plan.mapping()
                    .forEach((name, expression) ->
                            expression
                                    .columns()
                                    .filter(column -> !header.contains(column))
                                    .forEach(column ->
                                            mistakes.add(
                                                    missing("columns." + name, column, header))));
            ImportRequest.Sample sample = plan.request().sample();
            if (sample != null && !header.contains(sample.column())) {
                mistakes.add(missing("sample.by", sample.column(), header));
            }
        } catch (IOException | de.siegmar.fastcsv.reader.CsvParseException e) {
            mistakes.add(new Mistake("path", "The file can't be read: " + e.getMessage()));
        }
        if (!mistakes.isEmpty()) {
            throw new ImportRefusedException(mistakes);
        }
    }

    private static Mistake missing(String field, String column, Set<String> header) {
        return new Mistake(
                field, "The file has no column '%s'; it has %s".formatted(column, header));
    }
}
