package dev.flywheel.benchmarks;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.fold.ChoiceRows;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// How many clicks a second the fold of click-recommendation takes on one thread.
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // filled before each trial
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class FoldBenchmark {

    static final String[] FILES = {
        "pipelines/click-recommendation.yaml",
        "benchmarks/pipelines/small.yaml",
        "benchmarks/pipelines/derived.yaml"
    };

    private static final int CLICKS = 100_000;
    private static final int LISTS = 2_000;

    /// From the repository's root.
    @Param({
        "pipelines/click-recommendation.yaml",
        "benchmarks/pipelines/small.yaml",
        "benchmarks/pipelines/derived.yaml"
    })
    public String file = "";

    private final List<EntityVersion> items = SyntheticClicks.items();
    private final List<Event> clicks = SyntheticClicks.clicks(CLICKS);
    private Pipeline pipeline;
    private ChoiceRows filled;

    /// Fills the states that lists are made from.
    @Setup
    public void fill() {
        pipeline = PipelineReader.read(Path.of(file));
        filled = new ChoiceRows(pipeline);
        items.forEach(filled::apply);
        clicks.forEach(filled::apply);
    }

    /// What nothing that folds can go below: two counts a click, by its user and by its item, in
    /// one hash table.
    @Benchmark
    @OperationsPerInvocation(CLICKS)
    public void floor(Blackhole blackhole) {
        Map<String, Long> counts = new HashMap<>();
        for (Event click : clicks) {
            counts.merge("user:" + click.text("user_id"), 1L, Long::sum);
            counts.merge("item:" + click.text("item_id"), 1L, Long::sum);
        }
        blackhole.consume(counts);
    }

    /// States only.
    @Benchmark
    @OperationsPerInvocation(CLICKS)
    public void apply(Blackhole blackhole) {
        ChoiceRows rows = new ChoiceRows(pipeline);
        items.forEach(rows::apply);
        clicks.forEach(rows::apply);
        blackhole.consume(rows);
    }

    /// Each click's row and those of its 4 negatives, then the click itself.
    @Benchmark
    @OperationsPerInvocation(CLICKS)
    public void applyWithNegatives(Blackhole blackhole) {
        ChoiceRows rows = new ChoiceRows(pipeline);
        items.forEach(rows::apply);
        for (Event click : clicks) {
            blackhole.consume(rows.rows(click));
            rows.apply(click);
        }
    }

    /// An evaluation list: the vectors of all 217 items.
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public void list(Blackhole blackhole) {
        for (int i = 0; i < LISTS; i++) {
            blackhole.consume(filled.list(clicks.get(CLICKS - 1 - i)));
        }
    }
}
