package dev.flywheel.registry.mlflow.web;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Scope;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.VersionMessage;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.promotion.Change;
import dev.flywheel.registry.promotion.Promotions;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Aliases as MLflow's clients move them. `champion` asks for the scope of a promotion, and is one.
@RestController
@SuppressWarnings("RequestMappingAnnotation") // MlflowRequestResolver gives the request
@RequestMapping("/api/2.0/mlflow/registered-models/alias")
class AliasController {

    private final Promotions promotions;
    private final ModelRegistry registry;

    AliasController(Promotions promotions, ModelRegistry registry) {
        this.promotions = promotions;
        this.registry = registry;
    }

    @PostMapping
    Map<String, Object> set(MlflowRequest request, Authentication caller) {
        String name = request.required("name");
        String alias = request.required("alias");
        int version = Names.version(request.required("version"));
        requireScope(alias, caller);
        promotions.setAlias(name, alias, version, Change.by(caller.getName()));
        return Map.of();
    }

    @DeleteMapping
    Map<String, Object> remove(MlflowRequest request, Authentication caller) {
        String alias = request.required("alias");
        requireScope(alias, caller);
        promotions.removeAlias(request.required("name"), alias, Change.by(caller.getName()));
        return Map.of();
    }

    @GetMapping
    Map<String, Object> get(MlflowRequest request) {
        return Map.of(
                "model_version",
                VersionMessage.of(
                        registry.aliased(request.required("name"), request.required("alias"))));
    }

    private static void requireScope(String alias, Authentication caller) {
        CallerScopes.require(
                caller,
                alias.equals(ModelServing.CHAMPION) ? Scope.MODELS_PROMOTE : Scope.MODELS_WRITE);
    }
}
