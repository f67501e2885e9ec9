package dev.flywheel.registry.promotion;

import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.model.Stage;
import dev.flywheel.registry.model.VersionStages;
import dev.flywheel.registry.promotion.PromotionException.ApprovalPendingException;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Moves versions between MLflow's stages. To Production is a promotion, gated and audited as every
/// other; from there only another promotion leads.
@Component
public class Stages {

    private final ModelRegistry registry;
    private final VersionStages stages;
    private final Promotions promotions;

    Stages(ModelRegistry registry, VersionStages stages, Promotions promotions) {
        this.registry = registry;
        this.stages = stages;
        this.promotions = promotions;
    }

    /// Moves a version to a stage.
    ///
    /// @param archiveOthers whether those that are there, or the champion that is replaced, go to
    ///   the archive
    /// @throws ApprovalPendingException if the promotion waits for a second person; it is kept
    @Transactional(noRollbackFor = ApprovalPendingException.class)
    public ModelVersion transition(
            String name, int number, Stage stage, boolean archiveOthers, Change change) {
        if (archiveOthers) {
            stage.requireActive();
        }
        RegisteredModel model = registry.lock(name);
        List<ModelVersion> others = archiveOthers ? stages.at(model, stage) : List.of();
        if (stage == Stage.PRODUCTION) {
            promotions.promote(name, number, change);
        }
        ModelVersion moved = stages.move(name, number, stage);
        others.stream()
                .filter(other -> other.number() != number)
                .forEach(other -> stages.move(name, other.number(), Stage.ARCHIVED));
        return moved;
    }
}
