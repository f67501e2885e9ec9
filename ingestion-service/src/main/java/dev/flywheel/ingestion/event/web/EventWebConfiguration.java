package dev.flywheel.ingestion.event.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the limit before whatever takes bodies in.
@Configuration(proxyBeanMethods = false)
class EventWebConfiguration implements WebMvcConfigurer {

    private final InFlightLimit limit;

    EventWebConfiguration(InFlightLimit limit) {
        this.limit = limit;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(limit)
                .addPathPatterns(
                        "/events",
                        "/pipelines/*/events",
                        "/pipelines/*/entities/**",
                        "/pipelines/*/imports",
                        "/pipelines/*/quarantine/replay");
    }
}
