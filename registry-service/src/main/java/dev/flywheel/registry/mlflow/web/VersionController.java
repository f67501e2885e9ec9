package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.PageAsked;
import dev.flywheel.registry.mlflow.wire.VersionMessage;
import dev.flywheel.registry.model.ModelNotes;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.NewVersion;
import dev.flywheel.registry.model.RegistrySearch;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.promotion.Retirements;
import java.security.Principal;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/model-versions")
class VersionController {

    private static final int GREATEST_PAGE = 200_000;

    private final ModelRegistry registry;
    private final ModelNotes notes;
    private final Retirements retirements;
    private final RegistrySearch search;
    private final SourceResolver sources;

    VersionController(
            ModelRegistry registry,
            ModelNotes notes,
            Retirements retirements,
            RegistrySearch search,
            SourceResolver sources) {
        this.registry = registry;
        this.notes = notes;
        this.retirements = retirements;
        this.search = search;
        this.sources = sources;
    }

    @PostMapping("/create")
    Map<String, Object> create(MlflowRequest request, Principal caller) {
        String source = request.required("source");
        NewVersion asked =
                new NewVersion(
                        request.required("name"),
                        source,
                        sources.directory(source),
                        request.text("run_id").orElse(null),
                        request.text("run_link").orElse(null),
                        request.text("description").orElse(null),
                        caller.getName(),
                        request.tags());
        return answer(registry.createVersion(asked));
    }

    @GetMapping("/get")
    Map<String, Object> get(MlflowRequest request) {
        return answer(version(request));
    }

    @GetMapping("/get-download-uri")
    Map<String, Object> downloadUri(MlflowRequest request) {
        return Map.of("artifact_uri", version(request).source());
    }

    @PatchMapping("/update")
    Map<String, Object> update(MlflowRequest request) {
        return answer(
                notes.describe(
                        request.required("name"), number(request), request.value("description")));
    }

    @DeleteMapping("/delete")
    Map<String, Object> delete(MlflowRequest request, Principal caller) {
        retirements.deleteVersion(request.required("name"), number(request), caller.getName());
        return Map.of();
    }

    @PostMapping("/set-tag")
    Map<String, Object> setTag(MlflowRequest request) {
        notes.setTag(request.required("name"), number(request), request.tag());
        return Map.of();
    }

    @DeleteMapping("/delete-tag")
    Map<String, Object> deleteTag(MlflowRequest request) {
        notes.deleteTag(request.required("name"), number(request), request.required("key"));
        return Map.of();
    }

    @GetMapping("/search")
    Map<String, Object> search(MlflowRequest request) {
        PageAsked page = PageAsked.of("model_versions", request, GREATEST_PAGE, GREATEST_PAGE);
        return page.answer(search.versions(page.query(request)), VersionMessage::of);
    }

    private ModelVersion version(MlflowRequest request) {
        return registry.version(request.required("name"), number(request));
    }

    private static int number(MlflowRequest request) {
        return Names.version(request.required("version"));
    }

    private static Map<String, Object> answer(ModelVersion version) {
        return Map.of("model_version", VersionMessage.of(version));
    }
}
