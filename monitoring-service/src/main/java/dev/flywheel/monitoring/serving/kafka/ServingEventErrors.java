package dev.flywheel.monitoring.serving.kafka;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/// What becomes of a serving state that can't be taken now.
@Configuration(proxyBeanMethods = false)
class ServingEventErrors {

    private static final long PAUSE_MILLIS = 1_000;

    /// It is tried again until PostgreSQL is back, as the next state may be weeks away; only one
    /// that can never be stored is left out.
    @Bean
    CommonErrorHandler servingEventErrorHandler() {
        DefaultErrorHandler handler =
                new DefaultErrorHandler(
                        new FixedBackOff(PAUSE_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS));
        handler.addNotRetryableExceptions(
                DataIntegrityViolationException.class,
                NullPointerException.class,
                IllegalArgumentException.class);
        return handler;
    }
}
