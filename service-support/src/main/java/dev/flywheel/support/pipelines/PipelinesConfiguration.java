package dev.flywheel.support.pipelines;

import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.dataset.SqlCheck;
import dev.flywheel.support.FlywheelProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/// Reads the pipeline files of services that ask for [Pipelines]; a mistake stops the start, in SQL
/// that of the service that has a [SqlCheck].
@Configuration(proxyBeanMethods = false)
public class PipelinesConfiguration {

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Pipelines pipelines(FlywheelProperties properties, ObjectProvider<SqlCheck> sql) {
        return Pipelines.load(properties.pipelines(), sql.getIfAvailable(() -> SqlCheck.NONE));
    }

    @Bean
    UnknownPipelineProblems unknownPipelineProblems() {
        return new UnknownPipelineProblems();
    }
}
