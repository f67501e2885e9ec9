package dev.flywheel.registry.model;

import dev.flywheel.registry.search.SearchQuery;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Finds models and versions by MLflow's filters, in MLflow's orders.
///
/// Beyond MLflow's filters it knows aliases: `alias = 'champion'` finds what has such an alias,
/// `alias != 'champion'` what has not, and `aliases.champion = 3` the model whose champion is
/// version 3, or that version.
@Component
public class RegistrySearch {

    private final ModelSearch models;
    private final VersionSearch versions;
    private final ModelRegistry registry;

    RegistrySearch(ModelSearch models, VersionSearch versions, ModelRegistry registry) {
        this.models = models;
        this.versions = versions;
        this.registry = registry;
    }

    /// A page of models, in the order of their names among equal ones.
    @Transactional(readOnly = true)
    public List<FoundModel> models(SearchQuery query) {
        List<RegisteredModel> found = models.find(query);
        Map<RegisteredModel, List<ModelVersion>> latest =
                registry.latestVersions(found).stream()
                        .collect(Collectors.groupingBy(ModelVersion::model));
        return found.stream()
                .map(model -> new FoundModel(model, latest.getOrDefault(model, List.of())))
                .toList();
    }

    /// A page of versions, the last updated first if the query has no order; among equal ones by
    /// model, the newest first.
    @Transactional(readOnly = true)
    public List<ModelVersion> versions(SearchQuery query) {
        return versions.find(query);
    }
}
