package dev.flywheel.monitoring;

import static dev.flywheel.contracts.Scope.MONITORING_READ;

import dev.flywheel.support.security.ScopeRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Who may ask what.
@Configuration(proxyBeanMethods = false)
class MonitoringSecurity {

    @Bean
    ScopeRules scopeRules() {
        return new ScopeRules().get("/pipelines/{pipeline}/*", MONITORING_READ);
    }
}
