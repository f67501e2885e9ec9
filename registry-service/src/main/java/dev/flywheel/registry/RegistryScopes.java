package dev.flywheel.registry;

import static dev.flywheel.contracts.Scope.MODELS_PROMOTE;
import static dev.flywheel.contracts.Scope.MODELS_READ;
import static dev.flywheel.contracts.Scope.MODELS_WRITE;
import static dev.flywheel.contracts.Scope.RUNS_WRITE;
import static dev.flywheel.contracts.Scope.WEBHOOKS_WRITE;

import dev.flywheel.support.security.ScopeRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Which scope each path asks for.
@Configuration(proxyBeanMethods = false)
class RegistryScopes {

    private static final String MLFLOW = "/api/2.0/mlflow/";

    @Bean
    ScopeRules scopeRules() {
        return new ScopeRules()
                .get("/health")
                .get("/version", MODELS_READ)
                .any(MLFLOW + "webhooks/**", WEBHOOKS_WRITE)
                .get("/api/2.0/**", MODELS_READ)
                .post(MLFLOW + "runs/search", MODELS_READ)
                .post(MLFLOW + "experiments/search", MODELS_READ)
                .post(MLFLOW + "experiments/search-datasets", MODELS_READ)
                .post(MLFLOW + "registered-models/get-latest-versions", MODELS_READ)
                // The alias or the stage in the body decides which of the two.
                .any(MLFLOW + "registered-models/alias", MODELS_WRITE, MODELS_PROMOTE)
                .any(MLFLOW + "model-versions/transition-stage", MODELS_WRITE, MODELS_PROMOTE)
                .any("/api/2.0/**", MODELS_WRITE)
                .get("/models/**", MODELS_READ)
                // It costs what a training run costs, and changes nothing of the version but a tag.
                .post("/models/{model}/versions/{version}/reproduce", RUNS_WRITE)
                .put("/reproductions/{id}/outcome", MODELS_WRITE)
                .post("/models/{model}/versions", MODELS_WRITE)
                .post("/models/{model}/versions/{version}/promote", MODELS_PROMOTE)
                .post("/models/{model}/versions/{version}/approve", MODELS_PROMOTE)
                .post("/models/{model}/versions/{version}/reject", MODELS_PROMOTE)
                .post("/models/{model}/rollback", MODELS_PROMOTE);
    }
}
