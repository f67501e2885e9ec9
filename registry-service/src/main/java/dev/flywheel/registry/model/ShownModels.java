package dev.flywheel.registry.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/// Reads many models and versions at once, to be shown: a change of them is not kept. A page of
/// 1,000 models with their versions would keep Hibernate busy for longer than all the rest.
@Component
class ShownModels {

    /// The newest version at each stage; the champion is its stage's only.
    private static final String LATEST =
            """
            (v.model_id, v.number) in (
              select v.model_id, max(v.number)
              from model_version v
              left join model_alias a
                on a.model_id = v.model_id and a.number = v.number and a.alias = 'champion'
              where v.model_id = any(?) and v.deleted_at is null
              group by v.model_id, a.number, v.stage)
            """;

    private final JdbcClient client;

    ShownModels(JdbcClient client) {
        this.client = client;
    }

    /// The models that have these ids, in any order.
    List<RegisteredModel> models(List<Long> ids) {
        return List.copyOf(models("m.id = any(?)", array(ids)).values());
    }

    /// The versions that have these ids, in any order.
    List<ModelVersion> versions(List<Long> ids) {
        Map<Long, RegisteredModel> models =
                models(
                        "m.id in (select v.model_id from model_version v where v.id = any(?))",
                        array(ids));
        return versions("v.id = any(?)", array(ids), models);
    }

    /// The newest version at each stage of each of the models, in any order.
    List<ModelVersion> latest(Collection<RegisteredModel> of) {
        Map<Long, RegisteredModel> models = new HashMap<>();
        of.forEach(model -> models.put(model.id(), model));
        return versions(LATEST, array(models.keySet()), models);
    }

    private Map<Long, RegisteredModel> models(String condition, Long[] ids) {
        Map<Long, RegisteredModel> models = new HashMap<>();
        select("m.* from registered_model m where m.deleted_at is null and " + condition, ids)
                .query(row -> {
                    RegisteredModel model = new RegisteredModel(row);
                    models.put(model.id(), model);
                });
        Long[] found = array(models.keySet());
        select("model_id, alias, number from model_alias where model_id = any(?)", found)
                .query(row -> {
                    of(models, row.getLong(1)).showAlias(row.getString(2), row.getInt(3));
                });
        select("model_id, key, value from registered_model_tag where model_id = any(?)", found)
                .query(row -> {
                    of(models, row.getLong(1)).showTag(row.getString(2), row.getString(3));
                });
        return models;
    }

    private List<ModelVersion> versions(
            String condition, Long[] ids, Map<Long, RegisteredModel> models) {
        Map<Long, ModelVersion> versions = new HashMap<>();
        select("v.* from model_version v where v.deleted_at is null and " + condition, ids)
                .query(row -> {
                    RegisteredModel model = models.get(row.getLong("model_id"));
                    // Null if it was deleted since.
                    if (model != null) {
                        ModelVersion version = new ModelVersion(row, model);
                        versions.put(version.id(), version);
                    }
                });
        Long[] found = array(versions.keySet());
        select("version_id, key, value from model_version_tag where version_id = any(?)", found)
                .query(row -> {
                    of(versions, row.getLong(1)).showTag(row.getString(2), row.getString(3));
                });
        return List.copyOf(versions.values());
    }

    private StatementSpec select(String columns, Long[] ids) {
        return client.sql("select " + columns).param(ids);
    }

    private static <T> T of(Map<Long, T> all, long id) {
        return Objects.requireNonNull(all.get(id));
    }

    private static Long[] array(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }
}
