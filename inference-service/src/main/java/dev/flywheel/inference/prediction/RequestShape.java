package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.ValueChecker;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.Spelling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request to a model must and may contain, as the pipeline in its bundle declares it: the
/// keys of `serving.request`, and besides them the other keys and the fields of the event that the
/// label is about, except those with the answer.
final class RequestShape {

    private static final String REQUEST_ID = "request_id";
    private static final String EVENT_TIME = "event_time";
    private static final String CANDIDATES = "candidates";
    private static final String TOP_K = "top_k";
    private static final int DEFAULT_TOP_K = 10;

    private final Map<String, String> keyFields = new LinkedHashMap<>();
    private final Set<String> required;
    private final String model;
    private final @Nullable String candidate;
    private final Map<String, ValueType> fields;

    RequestShape(Pipeline pipeline) {
        EventSpec event = pipeline.schema().event(pipeline.label().event());
        Set<String> entities = new LinkedHashSet<>(pipeline.serving().request());
        entities.addAll(event.entities());
        entities.forEach(entity -> keyFields.put(entity, pipeline.schema().entity(entity).key()));
        this.required = new LinkedHashSet<>(pipeline.serving().request());
        EntitySpec ranked = pipeline.candidate();
        this.model = pipeline.name();
        this.candidate = ranked == null ? null : ranked.name();
        this.fields = new LinkedHashMap<>(event.fields());
        fields.keySet().removeAll(pipeline.label().answerFields());
    }

    /// Reads one row to score.
    ///
    /// @param prefix what the row is called in reasons, such as `instances[3].`
    /// @return null, with reasons, if something is wrong
    @Nullable Query predict(Map<?, ?> json, String prefix, List<Reason> reasons) {
        ValueChecker checker = new ValueChecker();
        Query query = query(json, required, Set.of(), checker);
        checker.reasons().forEach(reason -> reasons.add(prefixed(prefix, reason)));
        return checker.reasons().isEmpty() ? query : null;
    }

    /// Reads a question for the best candidates.
    ///
    /// @throws PredictionException.InvalidRequest with every reason
    RankQuery rank(Map<?, ?> json, int maxCandidates) {
        ValueChecker checker = new ValueChecker();
        if (candidate == null) {
            checker.refuse(
                    null, model + " ranks nothing: its label has no candidates; use predict");
            throw new PredictionException.InvalidRequest(checker.reasons());
        }
        Set<String> keys = new LinkedHashSet<>(required);
        keys.remove(candidate);
        Query query = query(json, keys, Set.of(CANDIDATES, TOP_K), checker);
        if (json.get(keyField(candidate)) != null) {
            checker.refuse(keyField(candidate), "is ranked; name several as " + CANDIDATES);
        }
        List<String> candidates = candidates(json.get(CANDIDATES), maxCandidates, checker);
        int topK = topK(json.get(TOP_K), checker);
        if (!checker.reasons().isEmpty()) {
            throw new PredictionException.InvalidRequest(checker.reasons());
        }
        return new RankQuery(query, candidates, topK);
    }

    /// The member that holds the key of that entity, such as `user_id`.
    String keyField(String entity) {
        String field = keyFields.get(entity);
        if (field == null) {
            throw new IllegalArgumentException("No request names a " + entity);
        }
        return field;
    }

    private Query query(
            Map<?, ?> json, Set<String> requiredKeys, Set<String> besides, ValueChecker checker) {
        Map<String, String> keys = new LinkedHashMap<>();
        keyFields.forEach((entity, field) -> {
            Object raw = json.get(field);
            if (raw == null && requiredKeys.contains(entity)) {
                checker.refuse(field, "is missing");
            }
            String key = raw == null ? null : checker.text(field, raw);
            if (key != null) {
                keys.put(entity, key);
            }
        });
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach((field, type) -> {
            Object raw = json.get(field);
            Object value = raw == null ? null : checker.value(field, raw, type);
            if (value != null) {
                values.put(field, value);
            }
        });
        Object id = json.get(REQUEST_ID);
        Object time = json.get(EVENT_TIME);
        String requestId = id == null ? null : checker.text(REQUEST_ID, id);
        Instant eventTime = time == null ? null : checker.instant(EVENT_TIME, time);
        refuseUnknown(json, besides, checker);
        return new Query(keys, values, requestId, eventTime);
    }

    private void refuseUnknown(Map<?, ?> json, Set<String> besides, ValueChecker checker) {
        List<String> known = null;
        for (Object member : json.keySet()) {
            String name = String.valueOf(member);
            if (isKnown(name, besides)) {
                continue;
            }
            if (known == null) {
                known = known(besides);
            }
            String nearest = Spelling.nearest(name, known);
            checker.refuse(
                    name,
                    nearest == null
                            ? "is unknown; a request has " + known
                            : "is unknown; did you mean '" + nearest + "'?");
        }
    }

    private boolean isKnown(String name, Set<String> besides) {
        return keyFields.containsValue(name)
                || fields.containsKey(name)
                || name.equals(REQUEST_ID)
                || name.equals(EVENT_TIME)
                || besides.contains(name);
    }

    private List<String> known(Set<String> besides) {
        List<String> known = new ArrayList<>(keyFields.values());
        known.addAll(fields.keySet());
        known.addAll(List.of(REQUEST_ID, EVENT_TIME));
        known.addAll(besides);
        return known;
    }

    private static @Nullable List<String> candidates(
            @Nullable Object raw, int maxCandidates, ValueChecker checker) {
        if (raw == null) {
            return null;
        }
        if (!(raw instanceof Collection<?> all)) {
            checker.refuse(CANDIDATES, "is no array");
            return null;
        }
        if (all.isEmpty() || all.size() > maxCandidates) {
            checker.refuse(CANDIDATES, "has %d, not 1 to %d".formatted(all.size(), maxCandidates));
            return null;
        }
        Set<String> candidates = new LinkedHashSet<>();
        int index = 0;
        for (Object candidate : all) {
            String name = CANDIDATES + "[" + index++ + "]";
            String key = candidate == null ? null : checker.text(name, candidate);
            if (candidate == null) {
                checker.refuse(name, "is missing");
            } else if (key != null) {
                candidates.add(key);
            }
        }
        return List.copyOf(candidates);
    }

    private static int topK(@Nullable Object raw, ValueChecker checker) {
        if (raw == null) {
            return DEFAULT_TOP_K;
        }
        Object value = checker.value(TOP_K, raw, ValueType.INTEGER);
        if (value instanceof Long k && (k < 1 || k > Integer.MAX_VALUE)) {
            checker.refuse(TOP_K, "is " + k + ", less than 1");
        }
        return value instanceof Long k ? Math.clamp(k, 1, Integer.MAX_VALUE) : DEFAULT_TOP_K;
    }

    private static Reason prefixed(String prefix, Reason reason) {
        return new Reason(prefix + reason.field(), reason.message());
    }
}
