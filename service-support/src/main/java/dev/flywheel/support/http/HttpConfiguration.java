package dev.flywheel.support.http;

import dev.flywheel.support.problem.ProblemWriter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What is the same about all requests and answers. Bodies are limited after the lock: a stranger
/// is told to bring a token first.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpLimits.class)
public class HttpConfiguration {

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(
            HttpLimits limits, ProblemWriter writer) {
        FilterRegistrationBean<BodyLimitFilter> registration =
                new FilterRegistrationBean<>(new BodyLimitFilter(limits, writer));
        registration.setEnabled(!limits.maxBody().isNegative());
        return registration;
    }

    @Bean
    BodyProblems bodyProblems() {
        return new BodyProblems();
    }

    @Bean
    ParameterProblems parameterProblems() {
        return new ParameterProblems();
    }

    @Bean
    BegunAnswers begunAnswers() {
        return new BegunAnswers();
    }
}
