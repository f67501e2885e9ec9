package dev.flywheel.registry.archive;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/// An audit entry of another registry, as it was there, and who brought it along.
@Entity
@Immutable
public class CarriedEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String model;
    private int version;
    private String registry;
    private String entry;
    private Instant carriedAt;
    private String carriedBy;

    @SuppressWarnings("NullAway.Init")
    protected CarriedEntry() {}

    CarriedEntry(
            String model, int version, History.Entry entry, Instant carriedAt, String carriedBy) {
        this.model = model;
        this.version = version;
        this.registry = entry.registry();
        this.entry = entry.text();
        this.carriedAt = carriedAt;
        this.carriedBy = carriedBy;
    }

    public String model() {
        return model;
    }

    public int version() {
        return version;
    }

    History.Entry entry() {
        return History.Entry.of(registry, entry);
    }

    public Instant carriedAt() {
        return carriedAt;
    }

    public String carriedBy() {
        return carriedBy;
    }
}
