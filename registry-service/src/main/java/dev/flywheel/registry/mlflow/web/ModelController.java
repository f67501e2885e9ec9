package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.ModelMessage;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.model.ModelNotes;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.NewModel;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.model.RegistrySearch;
import dev.flywheel.registry.promotion.Retirements;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
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
    private final ModelNotes notes;
    private final Retirements retirements;
    private final RegistrySearch search;

    ModelController(
            ModelRegistry registry,
            ModelNotes notes,
            Retirements retirements,
            RegistrySearch search) {
        this.registry = registry;
        this.notes = notes;
        this.retirements = retirements;
        this.search = search;
    }

    @PostMapping("/create")
    Map<String, Object> create(MlflowRequest request, Principal caller) {
        return answer(
                registry.createModel(
                        new NewModel(
                                request.required("name"),
                                request.text("description").orElse(null),
                                caller.getName(),
                                request.tags())));
    }

    @GetMapping("/get")
    Map<String, Object> get(MlflowRequest request) {
        return answer(registry.model(request.required("name")));
    }

    @PostMapping("/rename")
    Map<String, Object> rename(MlflowRequest request, Principal caller) {
        return answer(
                retirements.rename(
                        request.required("name"), request.required("new_name"), caller.getName()));
    }

    @PatchMapping("/update")
    Map<String, Object> update(MlflowRequest request) {
        return answer(notes.describe(request.required("name"), request.value("description")));
    }

    @DeleteMapping("/delete")
    Map<String, Object> delete(MlflowRequest request, Principal caller) {
        retirements.deleteModel(request.required("name"), caller.getName());
        return Map.of();
    }

    @PostMapping("/set-tag")
    Map<String, Object> setTag(MlflowRequest request) {
        notes.setTag(request.required("name"), request.tag());
        return Map.of();
    }

    @DeleteMapping("/delete-tag")
    Map<String, Object> deleteTag(MlflowRequest request) {
        notes.deleteTag(request.required("name"), request.required("key"));
        return Map.of();
    }

    @GetMapping("/search")
    Map<String, Object> search(MlflowRequest request) {
        PageAsked page = PageAsked.of("registered_models", request, PAGE, GREATEST_PAGE);
        return page.answer(
                search.models(page.query(request)),
                found -> ModelMessage.of(found.model(), found.latest()));
    }

    private Map<String, Object> answer(RegisteredModel model) {
        return Map.of(
                "registered_model",
                ModelMessage.of(model, registry.latestVersions(List.of(model))));
    }
}
