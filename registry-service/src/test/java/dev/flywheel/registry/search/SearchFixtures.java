package dev.flywheel.registry.search;

import java.util.List;
import java.util.Map;

/// Something to search for tests.
final class SearchFixtures {

    private SearchFixtures() {}

    static Searchable runs() {
        return new Searchable("run r", "r.id", Map.of(), "", "r.id")
                .with(
                        Map.of(
                                "status", new Field.Column("r.status", FieldType.TEXT),
                                "start_time", new Field.Column("r.start_time", FieldType.INTEGER),
                                "alias",
                                        new Field.Member(
                                                "alias a where a.run_id = r.id", "a.name", true)),
                        "attribute",
                        "attributes")
                .with(entries("latest_metric", FieldType.REAL), "metrics")
                .with(entries("param", FieldType.TEXT), "params")
                .with(
                        Map.of(
                                "name",
                                new Field.Member(
                                        "dataset d where d.run_id = r.id", "d.name", false)),
                        "datasets");
    }

    static Fragment statement(String filter, String... orderBy) {
        return runs().statement(List.of(), new SearchQuery(filter, List.of(orderBy), 11, 0));
    }

    private static Entries entries(String table, FieldType type) {
        return new Entries(table, "{}.run_id = r.id", "key", "value", type);
    }
}
