package dev.flywheel.registry.mlflow.wire;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.naming.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The parameters of a call, from the query of a GET or the JSON of a body.
///
/// Numbers may come as strings and strings as numbers, unknown parameters are ignored, an empty
/// string is missing, a list of one may come bare, and a body that is JSON in a JSON string is
/// decoded twice.
public final class MlflowRequest {

    private final ObjectNode fields;

    private MlflowRequest(ObjectNode fields) {
        this.fields = fields;
    }

    /// Reads a body; an empty one has no parameters.
    public static MlflowRequest ofBody(byte[] body) {
        if (body.length == 0) {
            return new MlflowRequest(Json.MAPPER.createObjectNode());
        }
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            if (json.isString()) {
                json = Json.MAPPER.readTree(json.stringValue());
            }
            return switch (json) {
                case ObjectNode object -> new MlflowRequest(object);
                case JsonNode nothing when nothing.isNull() || nothing.isMissingNode() ->
                        ofBody(new byte[0]);
                case JsonNode other ->
                        throw new MlflowException(
                                ErrorCode.BAD_REQUEST,
                                "The body must be a JSON object, and is a JSON %s."
                                        .formatted(kind(other)));
            };
        } catch (JacksonException e) {
            throw new MlflowException(
                    ErrorCode.BAD_REQUEST,
                    "The body is not JSON (line %d, column %d)."
                            .formatted(
                                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        }
    }

    public static MlflowRequest ofQuery(Map<String, String[]> query) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        query.forEach((name, values) -> {
            if (values.length == 1) {
                fields.put(name, values[0]);
            } else {
                Stream.of(values).forEach(fields.withArray(name)::add);
            }
        });
        return new MlflowRequest(fields);
    }

    /// A text that must be there.
    public String required(String name) {
        return text(name).orElseThrow(() -> MlflowException.missing(name));
    }

    /// A text; empty if it is missing.
    public Optional<String> text(String name) {
        JsonNode value = fields.path(name);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        return Optional.of(textOf(name, value)).filter(text -> !text.isEmpty());
    }

    /// A text that must be there, and may be empty.
    public String requiredValue(String name) {
        JsonNode value = fields.path(name);
        if (isAbsent(value)) {
            throw MlflowException.missing(name);
        }
        return textOf(name, value);
    }

    /// The run's id, under its new or its old name.
    public String runId() {
        return text("run_id")
                .or(() -> text("run_uuid"))
                .orElseThrow(() -> MlflowException.missing("run_id"));
    }

    public @Nullable Long int64(String name) {
        JsonNode value = fields.path(name);
        if (isAbsent(value)) {
            return null;
        }
        try {
            return new BigDecimal(textOf(name, value).strip()).longValueExact();
        } catch (ArithmeticException | NumberFormatException _) {
            throw MlflowException.invalid(name, value);
        }
    }

    public long requiredInt64(String name) {
        Long value = int64(name);
        if (value == null) {
            throw MlflowException.missing(name);
        }
        return value;
    }

    /// A number that must be there; `NaN`, `Infinity` and `-Infinity` come as texts.
    public double requiredNumber(String name) {
        JsonNode value = fields.path(name);
        if (isAbsent(value)) {
            throw MlflowException.missing(name);
        }
        try {
            return Double.parseDouble(textOf(name, value).strip());
        } catch (NumberFormatException _) {
            throw MlflowException.invalid(name, value);
        }
    }

    /// Whether it is `true`, in any case; a missing one is not.
    public boolean flag(String name) {
        JsonNode value = fields.path(name);
        if (isAbsent(value)) {
            return false;
        }
        return switch (textOf(name, value).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw MlflowException.invalid(name, value);
        };
    }

    /// A text that may be empty; null if it is missing.
    public @Nullable String value(String name) {
        JsonNode value = fields.path(name);
        return isAbsent(value) ? null : textOf(name, value);
    }

    /// One of an enum's names; empty if it is missing.
    public <E extends Enum<E>> Optional<E> oneOf(Class<E> type, String name) {
        return text(name)
                .map(text ->
                        Stream.of(type.getEnumConstants())
                                .filter(constant -> constant.name().equals(text))
                                .findFirst()
                                .orElseThrow(() -> MlflowException.invalid(name, text)));
    }

    public List<String> texts(String name) {
        return elements(name).map(value -> textOf(name, value)).toList();
    }

    /// The objects in a list.
    public List<MlflowRequest> list(String name) {
        return elements(name)
                .map(value -> {
                    if (value instanceof ObjectNode object) {
                        return new MlflowRequest(object);
                    }
                    throw MlflowException.invalid(name, value);
                })
                .toList();
    }

    /// An object that must be there.
    public MlflowRequest object(String name) {
        JsonNode value = fields.path(name);
        if (isAbsent(value)) {
            throw MlflowException.missing(name);
        }
        if (value instanceof ObjectNode object) {
            return new MlflowRequest(object);
        }
        throw MlflowException.invalid(name, value);
    }

    public List<Tag> tags() {
        return list("tags").stream().map(MlflowRequest::tag).toList();
    }

    /// The key and value of this object.
    public Tag tag() {
        return new Tag(required("key"), requiredValue("value"));
    }

    private Stream<JsonNode> elements(String name) {
        JsonNode value = fields.path(name);
        if (isAbsent(value)) {
            return Stream.empty();
        }
        return value.isArray() ? value.valueStream() : Stream.of(value);
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    // PostgreSQL stores neither NUL nor half a surrogate pair.
    private static String textOf(String name, JsonNode value) {
        if (value.isContainer()) {
            throw MlflowException.invalid(name, value);
        }
        String text = value.asString();
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new MlflowException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "The parameter '%s' contains a character that can't be stored."
                            .formatted(name));
        }
        return text;
    }

    private static String kind(JsonNode json) {
        return json.asToken() == JsonToken.START_ARRAY ? "array" : "scalar";
    }
}
