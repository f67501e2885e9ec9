package dev.flywheel.feature.row;

import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Folds every declared pipeline.
@Configuration(proxyBeanMethods = false)
class RowConfiguration {

    @Bean
    RowFolding rowFolding(
            Pipelines pipelines,
            Archive archive,
            FoldProgresses progresses,
            Publisher publisher,
            PlatformTransactionManager transactions,
            Clock clock,
            MeterRegistry meters,
            FeatureProperties properties) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return new RowFolding(
                pipelines.all().stream()
                        .map(pipeline -> {
                            PreparedRows rows =
                                    new PreparedRows(
                                            pipeline,
                                            archive,
                                            progresses,
                                            publisher,
                                            transaction,
                                            clock,
                                            properties.rows().quietPeriod(),
                                            properties.instance());
                            measure(meters, pipeline, rows);
                            return rows;
                        })
                        .toList(),
                properties.rows().poll(),
                () -> progresses.leave(properties.instance()));
    }

    private static void measure(MeterRegistry meters, Pipeline pipeline, PreparedRows rows) {
        FunctionCounter.builder("flywheel.late.events", rows, PreparedRows::lateEvents)
                .description("Events that were archived behind what was folded already")
                .tag("pipeline", pipeline.name())
                .register(meters);
        FunctionCounter.builder("flywheel.rows.prepared", rows, PreparedRows::rows)
                .description("Rows that were published")
                .tag("pipeline", pipeline.name())
                .register(meters);
    }
}
