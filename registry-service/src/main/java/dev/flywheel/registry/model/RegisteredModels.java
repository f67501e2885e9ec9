package dev.flywheel.registry.model;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The registered models, by name.
interface RegisteredModels extends Repository<RegisteredModel, Long> {

    RegisteredModel saveAndFlush(RegisteredModel model);

    void delete(RegisteredModel model);

    void flush();

    Optional<RegisteredModel> findByName(String name);

    /// What keeps the name of a model that was deleted or renamed.
    @NativeQuery(
            "select * from registered_model where name = :name and deleted_at is not null for update")
    Optional<RegisteredModel> lockDeleted(String name);

    /// The model, which nobody else changes before this transaction ends. The caller has not loaded
    /// it before.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select m from RegisteredModel m where m.name = :name")
    Optional<RegisteredModel> lock(String name);
}
