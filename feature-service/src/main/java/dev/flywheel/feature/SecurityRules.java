package dev.flywheel.feature;

import dev.flywheel.contracts.Scope;
import dev.flywheel.support.security.ScopeRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Which scopes this service's paths ask for.
@Configuration(proxyBeanMethods = false)
class SecurityRules {

    @Bean
    ScopeRules scopeRules() {
        return new ScopeRules()
                .post("/pipelines/{pipeline}/snapshots", Scope.RUNS_WRITE)
                .get("/pipelines/{pipeline}/snapshots/{id}", Scope.RUNS_WRITE, Scope.FEATURES_READ)
                .post("/pipelines/{pipeline}/erasures", Scope.ERASURES_WRITE)
                .get("/pipelines/{pipeline}/erasures/**", Scope.ERASURES_WRITE)
                .post("/pipelines/{pipeline}/training-data", Scope.FEATURES_READ)
                .get("/pipelines/{pipeline}/features", Scope.FEATURES_READ)
                .get("/pipelines/{pipeline}/feature-sets", Scope.FEATURES_READ)
                .get("/pipelines/{pipeline}/feature-sets/{featureSet}/state", Scope.FEATURES_READ)
                .post("/pipelines/{pipeline}/feature-sets/plan", Scope.FEATURES_READ)
                .get("/pipelines/{pipeline}/archive", Scope.FEATURES_READ)
                .get("/pipelines/{pipeline}/online", Scope.FEATURES_READ);
    }
}
