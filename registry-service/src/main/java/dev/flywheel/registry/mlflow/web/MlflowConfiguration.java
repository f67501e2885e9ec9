package dev.flywheel.registry.mlflow.web;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.mlflow.wire.ErrorCode;
import dev.flywheel.registry.mlflow.wire.MlflowError;
import dev.flywheel.registry.mlflow.wire.MlflowRequest;
import dev.flywheel.registry.mlflow.wire.RunMessage;
import dev.flywheel.registry.tracking.LogFormat;
import dev.flywheel.support.problem.ProblemWriter;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Teaches Spring MVC MLflow's requests, and the security filters its errors.
@Configuration(proxyBeanMethods = false)
class MlflowConfiguration implements WebMvcConfigurer {

    private static final String API = "/api/2.0/";

    private final RegistryProperties properties;

    MlflowConfiguration(RegistryProperties properties) {
        this.properties = properties;
        // MLflow documents its own parameters; ours would be described as one opaque object.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(MlflowRequest.class);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(
                new MlflowRequestResolver(Math.toIntExact(properties.requestLimit().toBytes())));
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return (request, response, problem) -> {
            boolean mlflow = request.getRequestURI().startsWith(API);
            response.setStatus(problem.getStatus());
            response.setContentType(
                    mlflow
                            ? MediaType.APPLICATION_JSON_VALUE
                            : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream()
                    .write(json.writeValueAsBytes(mlflow ? error(problem) : problem));
        };
    }

    @Bean
    LogFormat logFormat(JsonMapper json) {
        return data -> json.writeValueAsString(RunMessage.Log.of(data));
    }

    private static MlflowError error(ProblemDetail problem) {
        ErrorCode code =
                problem.getStatus() == ErrorCode.UNAUTHENTICATED.status()
                        ? ErrorCode.UNAUTHENTICATED
                        : ErrorCode.PERMISSION_DENIED;
        return new MlflowError(code, Objects.requireNonNullElse(problem.getDetail(), ""));
    }
}
