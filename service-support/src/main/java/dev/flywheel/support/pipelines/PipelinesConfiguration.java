package dev.flywheel.support.pipelines;

import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.FlywheelProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/// Reads the pipeline files of services that ask for [Pipelines]; a mistake stops the start.
@Configuration(proxyBeanMethods = false)
public class PipelinesConfiguration {

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Pipelines pipelines(FlywheelProperties properties) {
        return Pipelines.load(properties.pipelines());
    }

    @Bean
    UnknownPipelineProblems unknownPipelineProblems() {
        return new UnknownPipelineProblems();
    }
}
