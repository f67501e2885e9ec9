package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.JsonFault;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.inference.InferenceProperties;
import dev.flywheel.inference.serving.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Reads requests as the pipeline in the model's bundle declares them.
@Component
public class RequestReader {

    private static final String INSTANCES = "instances";

    private final int maxBytes;
    private final int maxInstances;
    private final int maxCandidates;
    private final Map<String, RequestShape> shapes = new ConcurrentHashMap<>();

    RequestReader(InferenceProperties properties) {
        this.maxBytes = Math.toIntExact(properties.maxBody().toBytes());
        this.maxInstances = properties.maxInstances();
        this.maxCandidates = properties.maxCandidates();
    }

    /// What `/predict` was asked: one row, or many.
    public sealed interface Rows {}

    /// One row.
    public record One(Query query) implements Rows {}

    /// Several rows, each answered for itself.
    public record Many(List<Query> queries) implements Rows {}

    /// Reads what `/predict` was sent.
    ///
    /// @throws PredictionException with every mistake
    public Rows predict(ServedModel model, InputStream body) throws IOException {
        Map<?, ?> json = read(body);
        RequestShape shape = shape(model);
        List<Reason> reasons = new ArrayList<>();
        Object instances = json.get(INSTANCES);
        if (instances != null) {
            return many(json, instances, shape, reasons);
        }
        Query query = shape.predict(json, "", reasons);
        if (query == null) {
            throw new PredictionException.InvalidRequest(reasons);
        }
        return new One(query);
    }

    /// Reads what `/rank` was sent.
    ///
    /// @throws PredictionException with every mistake
    public RankQuery rank(ServedModel model, InputStream body) throws IOException {
        return shape(model).rank(read(body), maxCandidates);
    }

    private Rows many(Map<?, ?> json, Object instances, RequestShape shape, List<Reason> reasons) {
        if (json.size() > 1) {
            reasons.add(new Reason(INSTANCES, "is the only member of a request that has it"));
        }
        if (!(instances instanceof List<?> rows) || rows.isEmpty() || rows.size() > maxInstances) {
            reasons.add(new Reason(INSTANCES, "is no array of 1 to " + maxInstances + " objects"));
            throw new PredictionException.InvalidRequest(reasons);
        }
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String name = INSTANCES + "[" + i + "]";
            if (!(rows.get(i) instanceof Map<?, ?> row)) {
                reasons.add(new Reason(name, "is no object"));
                continue;
            }
            Query query = shape.predict(row, name + ".", reasons);
            if (query != null) {
                queries.add(query);
            }
        }
        if (!reasons.isEmpty()) {
            throw new PredictionException.InvalidRequest(reasons);
        }
        return new Many(queries);
    }

    private RequestShape shape(ServedModel model) {
        return shapes.computeIfAbsent(
                model.pipeline().hash(), _ -> new RequestShape(model.pipeline()));
    }

    private Map<?, ?> read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new PredictionException.TooLong(maxBytes);
        }
        try {
            if (Json.MAPPER.readValue(bytes, Object.class) instanceof Map<?, ?> json) {
                return json;
            }
        } catch (JacksonException e) {
            throw new PredictionException.NotAnObject(
                    "The body is no JSON object. " + JsonFault.of(e));
        }
        throw new PredictionException.NotAnObject("The body is JSON, but no object");
    }
}
