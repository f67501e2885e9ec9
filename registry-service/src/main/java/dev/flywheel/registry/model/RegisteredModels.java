package dev.flywheel.registry.model;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The registered models, by name.
interface RegisteredModels extends Repository<RegisteredModel, Long> {

    RegisteredModel saveAndFlush(RegisteredModel model);

    Optional<RegisteredModel> findByName(String name);

    /// The model, which nobody else changes before this transaction ends. The caller has not loaded
    /// it before.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select m from RegisteredModel m where m.name = :name")
    Optional<RegisteredModel> lock(String name);

    /// A page of models in the order of their names; of every name if none is given.
    @Query(
            """
            select m from RegisteredModel m
            where cast(:name as string) is null or m.name = :name
            order by m.name limit :limit offset :offset
            """)
    List<RegisteredModel> search(@Nullable String name, int limit, long offset);
}
