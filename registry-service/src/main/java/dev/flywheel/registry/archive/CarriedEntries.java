package dev.flywheel.registry.archive;

import java.util.List;
import org.springframework.data.repository.Repository;

/// The entries that came along with versions. They are only ever added: the database refuses every
/// other change.
interface CarriedEntries extends Repository<CarriedEntry, Long> {

    CarriedEntry save(CarriedEntry entry);

    List<CarriedEntry> findByModelAndVersionOrderById(String model, int version);
}
