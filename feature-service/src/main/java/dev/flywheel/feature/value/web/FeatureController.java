package dev.flywheel.feature.value.web;

import dev.flywheel.feature.value.FeatureValues;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /pipelines/{pipeline}/features?user=U1&item=A13[&as_of=...]`.
@RestController
final class FeatureController {

    private static final String AS_OF = "as_of";

    private final Pipelines pipelines;
    private final FeatureValues values;

    FeatureController(Pipelines pipelines, FeatureValues values) {
        this.pipelines = pipelines;
        this.values = values;
    }

    @GetMapping("/pipelines/{pipeline}/features")
    FeatureValues.Answer features(
            @PathVariable String pipeline,
            @RequestParam(name = AS_OF, required = false) @Nullable Instant asOf,
            @RequestParam Map<String, String> parameters) {
        Pipeline declared = pipelines.get(pipeline);
        Map<String, String> keys = new LinkedHashMap<>(parameters);
        keys.remove(AS_OF);
        return asOf == null ? values.online(declared, keys) : values.asOf(declared, keys, asOf);
    }
}
