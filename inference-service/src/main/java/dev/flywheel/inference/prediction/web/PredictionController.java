package dev.flywheel.inference.prediction.web;

import dev.flywheel.inference.prediction.Prediction;
import dev.flywheel.inference.prediction.Predictor;
import dev.flywheel.inference.prediction.Query;
import dev.flywheel.inference.prediction.RankQuery;
import dev.flywheel.inference.prediction.RequestReader;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.inference.serving.ServingException;
import dev.flywheel.inference.serving.ServingModels;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PredictionController {

    private final ServingModels models;
    private final RequestReader requests;
    private final Predictor predictor;

    PredictionController(ServingModels models, RequestReader requests, Predictor predictor) {
        this.models = models;
        this.requests = requests;
        this.predictor = predictor;
    }

    @PostMapping("/predict")
    Map<String, Object> predict(InputStream body) throws IOException {
        return predict(models.getDefault(), body);
    }

    @PostMapping("/models/{model}/predict")
    Map<String, Object> predict(@PathVariable String model, InputStream body) throws IOException {
        return predict(models.get(model), body);
    }

    @PostMapping("/models/{model}/rank")
    Map<String, Object> rank(@PathVariable String model, InputStream body) throws IOException {
        ServedModel served = models.get(model);
        RankQuery rank = requests.rank(served, body);
        Prediction prediction = predictor.rank(served, rank);
        String key =
                Objects.requireNonNull(served.pipeline().candidate(), "nothing is ranked").key();
        String score = served.pipeline().serving().score();
        Map<String, Object> answer = answer(prediction);
        answer.put(
                "items",
                prediction.items().stream()
                        .limit(rank.topK())
                        .map(item -> Map.of(key, item.key(), score, item.score()))
                        .toList());
        return answer;
    }

    private Map<String, Object> predict(ServedModel model, InputStream body) throws IOException {
        return switch (requests.predict(model, body)) {
            case RequestReader.One(Query query) -> scored(predictor.predict(model, query));
            case RequestReader.Many(List<Query> queries) ->
                    Map.of(
                            "predictions",
                            queries.stream().map(query -> oneOfMany(model, query)).toList());
        };
    }

    /// One row without a score takes no other's answer away.
    private Map<String, Object> oneOfMany(ServedModel model, Query query) {
        try {
            return scored(predictor.predict(model, query));
        } catch (ServingException.NoScore e) {
            Map<String, Object> answer = asked(model, query);
            answer.put("problem", PredictionProblems.notScored(e));
            return answer;
        }
    }

    private static Map<String, Object> scored(Prediction prediction) {
        ServedModel model = prediction.model();
        Map<String, Object> answer = answer(prediction);
        double score = prediction.items().getFirst().score();
        answer.put(model.pipeline().serving().score(), score);
        Boolean decision = model.decision(score);
        if (decision != null) {
            answer.put("decision", decision);
            answer.put("threshold", model.threshold());
        }
        return answer;
    }

    private static Map<String, Object> answer(Prediction prediction) {
        Map<String, Object> answer = asked(prediction.model(), prediction.query());
        answer.put("prediction_id", prediction.id());
        answer.put("warnings", prediction.warnings());
        return answer;
    }

    /// Whom an answer is about, and who gives it.
    private static Map<String, Object> asked(ServedModel model, Query query) {
        Map<String, Object> answer =
                new LinkedHashMap<>(model.pipeline().featureSet().keyFields(query.keys()));
        answer.put("model", model.name());
        answer.put("version", model.version());
        String requestId = query.requestId();
        if (requestId != null) {
            answer.put("request_id", requestId);
        }
        return answer;
    }
}
