package dev.flywheel.registry.model;

import dev.flywheel.registry.search.Entries;
import dev.flywheel.registry.search.Field;
import dev.flywheel.registry.search.FieldType;
import dev.flywheel.registry.search.Finder;
import dev.flywheel.registry.search.Fragment;
import dev.flywheel.registry.search.SearchQuery;
import dev.flywheel.registry.search.Searchable;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Finds registered models by name, times, tags and aliases.
@Component
class ModelSearch {

    private static final Field UPDATED = Field.Column.milliseconds("m.last_updated_at");
    private static final Searchable MODELS =
            new Searchable("registered_model m", "m.id", Map.of(), "", "m.name collate \"C\"")
                    .with(
                            Map.of(
                                    "name",
                                    new Field.Column("m.name", FieldType.TEXT),
                                    "creation_timestamp",
                                    Field.Column.milliseconds("m.created_at"),
                                    "last_updated_timestamp",
                                    UPDATED,
                                    "timestamp",
                                    UPDATED,
                                    "alias",
                                    new Field.Member(
                                            "model_alias a where a.model_id = m.id",
                                            "a.alias",
                                            true)),
                            "attribute",
                            "attributes",
                            "attr")
                    .with(
                            new Entries(
                                    "registered_model_tag",
                                    "{}.model_id = m.id",
                                    "key",
                                    "value",
                                    FieldType.TEXT),
                            "tag",
                            "tags")
                    .with(
                            new Entries(
                                    "model_alias",
                                    "{}.model_id = m.id",
                                    "alias",
                                    "number",
                                    FieldType.INTEGER),
                            "aliases");

    private final Finder finder;
    private final ShownModels shown;

    ModelSearch(Finder finder, ShownModels shown) {
        this.finder = finder;
        this.shown = shown;
    }

    List<RegisteredModel> find(SearchQuery query) {
        Fragment statement = MODELS.statement(List.of(Fragment.of("m.deleted_at is null")), query);
        return finder.find(
                statement, (row, _) -> row.getLong(1), shown::models, RegisteredModel::id);
    }
}
