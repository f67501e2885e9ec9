package dev.flywheel.registry.tracking;

import dev.flywheel.registry.search.Entries;
import dev.flywheel.registry.search.Field;
import dev.flywheel.registry.search.FieldType;
import dev.flywheel.registry.search.Finder;
import dev.flywheel.registry.search.Fragment;
import dev.flywheel.registry.search.SearchQuery;
import dev.flywheel.registry.search.Searchable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Finds experiments by name, times and tags.
@Component
class ExperimentSearch {

    private static final Searchable EXPERIMENTS =
            new Searchable("experiment e", "e.id", Map.of(), "e.created_at desc, e.id", "e.id desc")
                    .with(
                            Map.of(
                                    "name",
                                    new Field.Column("e.name", FieldType.TEXT),
                                    "experiment_id",
                                    new Field.Column("e.id", FieldType.INTEGER),
                                    "creation_time",
                                    Field.Column.milliseconds("e.created_at"),
                                    "last_update_time",
                                    Field.Column.milliseconds("e.last_updated_at")),
                            "attribute",
                            "attributes",
                            "attr")
                    .with(
                            new Entries(
                                    "experiment_tag",
                                    "{}.experiment_id = e.id",
                                    "key",
                                    "value",
                                    FieldType.TEXT),
                            "tag",
                            "tags");

    private final Finder finder;
    private final Experiments experiments;

    ExperimentSearch(Finder finder, Experiments experiments) {
        this.finder = finder;
        this.experiments = experiments;
    }

    List<Experiment> find(Set<LifecycleStage> stages, SearchQuery query) {
        Fragment statement =
                EXPERIMENTS.statement(
                        List.of(LifecycleStage.among("e.lifecycle_stage", stages)), query);
        return finder.find(
                statement,
                (row, _) -> row.getLong(1),
                ids -> experiments.findAll(ids.toArray(Long[]::new)),
                Experiment::id);
    }
}
