package dev.flywheel.monitoring.serving;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The serving state of all models, kept as it was told last; versions are never forgotten, as
/// their predictions may still be read.
@Repository
public class ServedModels {

    private final JdbcClient jdbc;

    public ServedModels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Takes a serving state unless a later revision is known. A pipeline's model has its name.
    @Transactional
    public void apply(ModelServing serving) {
        int changed =
                jdbc.sql(
                                """
                                insert into serving (pipeline, revision, champion)
                                values (:pipeline, :revision, :champion)
                                on conflict (pipeline) do update
                                set revision = excluded.revision, champion = excluded.champion
                                where serving.revision < excluded.revision
                                """)
                        .param("pipeline", serving.model())
                        .param("revision", serving.revision())
                        .param("champion", serving.aliases().get(ModelServing.CHAMPION))
                        .update();
        if (changed > 0) {
            serving.versions().forEach((version, bundle) -> add(serving.model(), version, bundle));
        }
    }

    public Optional<Integer> champion(String pipeline) {
        return jdbc.sql(
                        "select champion from serving where pipeline = :pipeline and champion is"
                                + " not null")
                .param("pipeline", pipeline)
                .query(Integer.class)
                .optional();
    }

    public Optional<ModelServing.Bundle> bundle(String pipeline, int version) {
        return jdbc.sql(
                        "select bundle from model_version where pipeline = :pipeline and version ="
                                + " :version")
                .param("pipeline", pipeline)
                .param("version", version)
                .query(String.class)
                .optional()
                .map(json ->
                        Json.read(
                                json.getBytes(StandardCharsets.UTF_8), ModelServing.Bundle.class));
    }

    private void add(String pipeline, int version, ModelServing.Bundle bundle) {
        jdbc.sql(
                        """
                        insert into model_version (pipeline, version, bundle)
                        values (:pipeline, :version, :bundle)
                        on conflict (pipeline, version) do nothing
                        """)
                .param("pipeline", pipeline)
                .param("version", version)
                .param("bundle", new String(Json.bytes(bundle), StandardCharsets.UTF_8))
                .update();
    }
}
