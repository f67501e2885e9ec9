package dev.flywheel.registry.mlflow.web;

import dev.flywheel.contracts.Scope;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.VersionMessage;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.model.Stage;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.promotion.Change;
import dev.flywheel.registry.promotion.Stages;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// MLflow's stages. To `Production` is a promotion, and asks for its scope.
@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow")
class StageController {

    private final Stages stages;
    private final ModelRegistry registry;

    StageController(Stages stages, ModelRegistry registry) {
        this.stages = stages;
        this.registry = registry;
    }

    @PostMapping("/model-versions/transition-stage")
    Map<String, Object> transition(MlflowRequest request, Authentication caller) {
        String name = request.required("name");
        int version = Names.version(request.required("version"));
        Stage stage = Stage.of(request.required("stage"));
        boolean archive = request.flag("archive_existing_versions");
        CallerScopes.require(
                caller, stage == Stage.PRODUCTION ? Scope.MODELS_PROMOTE : Scope.MODELS_WRITE);
        ModelVersion moved =
                stages.transition(name, version, stage, archive, Change.by(caller.getName()));
        return Map.of("model_version", VersionMessage.of(moved));
    }

    @RequestMapping(
            path = "/registered-models/get-latest-versions",
            method = {RequestMethod.GET, RequestMethod.POST})
    Map<String, Object> latest(MlflowRequest request) {
        RegisteredModel model = registry.model(request.required("name"));
        Set<Stage> asked =
                request.texts("stages").stream().map(Stage::of).collect(Collectors.toSet());
        Set<Stage> wanted = asked.isEmpty() ? EnumSet.allOf(Stage.class) : asked;
        List<VersionMessage> found =
                registry.latestVersions(List.of(model)).stream()
                        .filter(version -> wanted.contains(version.stage()))
                        .map(VersionMessage::of)
                        .toList();
        return found.isEmpty() ? Map.of() : Map.of("model_versions", found);
    }
}
