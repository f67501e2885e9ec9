package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.EqualityFilter;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.ModelMessage;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/registered-models")
class ModelController {

    private static final int PAGE = 100;
    private static final int GREATEST_PAGE = 1_000;

    private final ModelRegistry registry;

    ModelController(ModelRegistry registry) {
        this.registry = registry;
    }

    @PostMapping("/create")
    Map<String, Object> create(MlflowRequest request) {
        RegisteredModel model =
                registry.createModel(
                        request.required("name"),
                        request.text("description").orElse(null),
                        request.tags());
        return Map.of("registered_model", ModelMessage.of(model, List.of()));
    }

    @GetMapping("/get")
    Map<String, Object> get(MlflowRequest request) {
        RegisteredModel model = registry.model(request.required("name"));
        return Map.of(
                "registered_model",
                ModelMessage.of(model, registry.latestVersions(List.of(model))));
    }

    @GetMapping("/search")
    Map<String, Object> search(MlflowRequest request) {
        PageAsked page = PageAsked.of(request, PAGE, GREATEST_PAGE);
        EqualityFilter filter = EqualityFilter.of(request, Set.of("name"));
        List<RegisteredModel> found =
                registry.searchModels(filter.value("name"), page.lookAhead(), page.offset());
        List<ModelVersion> latest = registry.latestVersions(found);
        return page.answer("registered_models", found, model -> ModelMessage.of(model, latest));
    }
}
