package dev.flywheel.ingestion.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What is to be imported and what its columns mean.
///
/// @param source the name of a source that is configured on the service
/// @param path of the file, relative to the source
/// @param format `csv` (default)
/// @param delimiter one ASCII character (default a comma)
/// @param charset UTF-8 (default) or a charset of one byte a character
/// @param target `events` (default) or `entity:<name>`
/// @param eventType which event the rows are; may be absent if the pipeline declares only one
/// @param columns what each member of an event, or attribute of an entity, is made of
/// @param sample takes a share of the rows
/// @param from takes no event before this instant
/// @param to takes only events before this instant
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportRequest(
        @Nullable String source,
        @Nullable String path,
        @Nullable String format,
        @Nullable String delimiter,
        @Nullable String charset,
        @Nullable String target,
        @Nullable String eventType,
        @Nullable Map<String, JsonNode> columns,
        @Nullable Sample sample,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final String ENTITY = "entity:";

    /// Takes rows by a hash of one of their columns, so that all rows of a session stay together.
    public record Sample(@Nullable String by, double share) {

        /// The column; empty if none was named.
        String column() {
            return by == null ? "" : by;
        }
    }

    public char separator() {
        return delimiter == null || delimiter.isEmpty() ? ',' : delimiter.charAt(0);
    }

    public String targetOrEvents() {
        return target == null ? "events" : target;
    }

    /// The entity whose versions the rows are; null if they are events.
    public @Nullable String entity() {
        return target != null && target.startsWith(ENTITY)
                ? target.substring(ENTITY.length())
                : null;
    }

    public Map<String, JsonNode> columnsOrNone() {
        return columns == null ? Map.of() : columns;
    }
}
