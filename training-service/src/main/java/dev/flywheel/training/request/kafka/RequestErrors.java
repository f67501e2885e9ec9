package dev.flywheel.training.request.kafka;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/// What becomes of a request that can't be taken now, of whatever topic.
@Configuration(proxyBeanMethods = false)
class RequestErrors {

    private static final long PAUSE_MILLIS = 1_000;

    /// It is tried again until PostgreSQL is back, since nobody asks a second time; only one that
    /// can never be stored is left out.
    @Bean
    CommonErrorHandler requestErrorHandler() {
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
