package dev.flywheel.registry.promotion;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The audit entries. They are only ever added: the database refuses every other change.
interface AuditTrail extends Repository<AuditEntry, Long> {

    AuditEntry save(AuditEntry entry);

    List<AuditEntry> findByModelOrderByIdDesc(String model, Limit limit);

    /// Those that name a version, as what an alias left or came to.
    @Query(
            """
            select e from AuditEntry e
            where e.model = :model and (e.fromVersion = :version or e.toVersion = :version)
            order by e.id desc
            """)
    List<AuditEntry> findByVersion(String model, int version, Limit limit);
}
