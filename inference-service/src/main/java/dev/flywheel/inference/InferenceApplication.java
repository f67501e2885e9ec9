package dev.flywheel.inference;

import dev.flywheel.contracts.Scope;
import dev.flywheel.support.security.ScopeRules;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/// Starts the inference service.
@SpringBootApplication
@ConfigurationPropertiesScan
public class InferenceApplication {

    public static void main(String[] args) {
        SpringApplication.run(InferenceApplication.class, args);
    }

    @Bean
    ScopeRules scopeRules() {
        return new ScopeRules()
                .post("/predict", Scope.PREDICT)
                .post("/models/{model}/predict", Scope.PREDICT)
                .post("/models/{model}/rank", Scope.PREDICT)
                .get("/models", Scope.PREDICT, Scope.MODELS_READ);
    }
}
