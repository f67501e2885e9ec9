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

/// Finds versions by their model, number, run, source, tags and the aliases that name them.
@Component
class VersionSearch {

    private static final Searchable VERSIONS =
            new Searchable(
                            "model_version v join registered_model m on m.id = v.model_id",
                            "v.id",
                            Map.of(),
                            "v.last_updated_at desc",
                            "m.name collate \"C\", v.number desc")
                    .with(
                            Map.of(
                                    "name", text("m.name"),
                                    "run_id", text("v.run_id"),
                                    "source_path", text("v.source"),
                                    "version_number",
                                            new Field.Column("v.number", FieldType.INTEGER),
                                    "creation_timestamp", Field.Column.milliseconds("v.created_at"),
                                    "last_updated_timestamp",
                                            Field.Column.milliseconds("v.last_updated_at"),
                                    "alias",
                                            new Field.Member(
                                                    "model_alias a where a.model_id = v.model_id and a.number = v.number",
                                                    "a.alias",
                                                    true)),
                            "attribute",
                            "attributes",
                            "attr")
                    .with(
                            new Entries(
                                    "model_version_tag",
                                    "{}.version_id = v.id",
                                    "key",
                                    "value",
                                    FieldType.TEXT),
                            "tag",
                            "tags")
                    .with(
                            new Entries(
                                    "model_alias",
                                    "{}.model_id = v.model_id and {}.number = v.number",
                                    "alias",
                                    "number",
                                    FieldType.INTEGER),
                            "aliases");

    private final Finder finder;
    private final ShownModels shown;

    VersionSearch(Finder finder, ShownModels shown) {
        this.finder = finder;
        this.shown = shown;
    }

    List<ModelVersion> find(SearchQuery query) {
        Fragment statement =
                VERSIONS.statement(List.of(Fragment.of("v.deleted_at is null")), query);
        return finder.find(
                statement, (row, _) -> row.getLong(1), shown::versions, ModelVersion::id);
    }

    private static Field text(String column) {
        return new Field.Column(column, FieldType.TEXT);
    }
}
