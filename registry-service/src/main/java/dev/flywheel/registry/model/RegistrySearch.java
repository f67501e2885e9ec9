package dev.flywheel.registry.model;

import dev.flywheel.registry.search.SearchQuery;
import java.util.List;
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

    RegistrySearch(ModelSearch models, VersionSearch versions) {
        this.models = models;
        this.versions = versions;
    }

    /// A page of models, in the order of their names among equal ones.
    @Transactional(readOnly = true)
    public List<RegisteredModel> models(SearchQuery query) {
        return models.find(query);
    }

    /// A page of versions, the last updated first if the query has no order; among equal ones by
    /// model, the newest first.
    @Transactional(readOnly = true)
    public List<ModelVersion> versions(SearchQuery query) {
        return versions.find(query);
    }
}
