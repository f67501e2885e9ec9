package dev.flywheel.registry.tracking;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/// The experiments, by number and by name.
interface Experiments extends Repository<Experiment, Long> {

    Experiment saveAndFlush(Experiment experiment);

    Optional<Experiment> findById(long id);

    Optional<Experiment> findByName(String name);

    @NativeQuery("select * from experiment where id = any(:ids)")
    List<Experiment> findAll(Long[] ids);
}
