package dev.flywheel.ingestion;

import dev.flywheel.contracts.Scope;
import dev.flywheel.support.security.ScopeRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Which scopes the paths of this service ask for.
@Configuration(proxyBeanMethods = false)
class IngestionSecurity {

    @Bean
    ScopeRules scopeRules() {
        return new ScopeRules()
                .post("/events", Scope.EVENTS_WRITE)
                .any("/pipelines/*/events", Scope.EVENTS_WRITE)
                .any("/pipelines/*/entities/**", Scope.EVENTS_WRITE)
                .any("/pipelines/*/imports/**", Scope.EVENTS_WRITE)
                .get("/pipelines/*/quarantine", Scope.EVENTS_WRITE)
                .post("/pipelines/*/quarantine/replay", Scope.EVENTS_WRITE);
    }
}
