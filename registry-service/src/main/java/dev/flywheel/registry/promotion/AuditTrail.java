package dev.flywheel.registry.promotion;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/// The audit entries. They are only ever added: the database refuses every other change.
interface AuditTrail extends Repository<AuditEntry, Long> {

    AuditEntry save(AuditEntry entry);

    List<AuditEntry> findByModelOrderByIdDesc(String model, Limit limit);
}
