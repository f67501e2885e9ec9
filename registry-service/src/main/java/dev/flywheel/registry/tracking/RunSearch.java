package dev.flywheel.registry.tracking;

import static java.util.Map.entry;

import dev.flywheel.registry.search.Entries;
import dev.flywheel.registry.search.Field;
import dev.flywheel.registry.search.FieldType;
import dev.flywheel.registry.search.Finder;
import dev.flywheel.registry.search.Fragment;
import dev.flywheel.registry.search.SearchQuery;
import dev.flywheel.registry.search.Searchable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Finds runs by what is known of them and by what they have logged.
@Component
class RunSearch {

    private static final Field START = new Field.Column("r.start_time", FieldType.INTEGER);
    private static final Field NAME = text("r.name");
    private static final Searchable RUNS =
            new Searchable(
                            "run r",
                            "r.id",
                            Map.of(),
                            "",
                            // Clients expect the latest run first.
                            "r.start_time desc nulls last, r.id")
                    .with(
                            Map.ofEntries(
                                    entry("run_id", text("r.id")),
                                    entry("run_name", NAME),
                                    entry("run name", NAME),
                                    entry("Run name", NAME),
                                    entry("Run Name", NAME),
                                    entry("user_id", text("r.user_id")),
                                    entry("status", text("r.status")),
                                    entry("artifact_uri", text("r.artifact_uri")),
                                    entry("start_time", START),
                                    entry("created", START),
                                    entry("Created", START),
                                    entry(
                                            "end_time",
                                            new Field.Column("r.end_time", FieldType.INTEGER))),
                            "attribute",
                            "attributes",
                            "attr",
                            "run")
                    .with(logged("latest_metric", FieldType.REAL), "metric", "metrics")
                    .with(
                            logged("param", FieldType.TEXT),
                            "param",
                            "params",
                            "parameter",
                            "parameters")
                    .with(logged("run_tag", FieldType.TEXT), "tag", "tags")
                    .with(
                            Map.of(
                                    "name", dataset("name"),
                                    "digest", dataset("digest"),
                                    "context",
                                            new Field.Member(
                                                    "run_input_tag t where t.run_id = r.id and t.key = '%s'"
                                                            .formatted(DatasetInput.CONTEXT),
                                                    "t.value",
                                                    false)),
                            "dataset",
                            "datasets");

    private final Finder finder;

    RunSearch(Finder finder) {
        this.finder = finder;
    }

    /// The ids of what the query finds.
    List<String> find(Collection<Long> experiments, Set<LifecycleStage> stages, SearchQuery query) {
        Fragment statement =
                RUNS.statement(
                        List.of(
                                Fragment.of(
                                        "r.experiment_id = any(?)",
                                        (Object) experiments.toArray(Long[]::new)),
                                LifecycleStage.among("r.lifecycle_stage", stages)),
                        query);
        return finder.find(statement, (row, _) -> row.getString(1));
    }

    private static Field text(String column) {
        return new Field.Column(column, FieldType.TEXT);
    }

    private static Entries logged(String table, FieldType type) {
        return new Entries(table, "{}.run_id = r.id", "key", "value", type);
    }

    private static Field dataset(String column) {
        return new Field.Member(
                "run_input i join dataset d on d.id = i.dataset_id where i.run_id = r.id",
                "d." + column,
                false);
    }
}
