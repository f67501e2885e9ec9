package dev.flywheel.registry.promotion;

import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.promotion.PromotionRequest.Status;
import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The requests for promotions of all models.
interface PromotionRequests extends Repository<PromotionRequest, Long> {

    PromotionRequest saveAndFlush(PromotionRequest request);

    List<PromotionRequest> findByModelAndStatusOrderById(RegisteredModel model, Status status);

    /// The names of the models of which a request has waited too long.
    @Query(
            """
            select distinct r.model.name from PromotionRequest r
            where r.status = PENDING and r.lapsesAt <= :now
            """)
    List<String> findModelsWithOverdue(Instant now);
}
