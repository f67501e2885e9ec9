package dev.flywheel.inference.prediction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// What a slice needs to predict: everything real but the log.
public final class PredictionFixtures {

    private PredictionFixtures() {}

    /// The beans of this package with a log that keeps nothing.
    @TestConfiguration
    @Import({Predictor.class, PredictionRecorder.class, RequestReader.class})
    public static class Beans {

        @Bean
        PredictionSink predictionSink() {
            return (_, _, _) -> {};
        }

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
