package dev.flywheel.registry.model;

import dev.flywheel.registry.model.ModelChanged.VersionTagDeleted;
import dev.flywheel.registry.model.ModelChanged.VersionTagSet;
import dev.flywheel.registry.naming.Tag;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What people and jobs write about models and versions: descriptions and tags.
@Component
public class ModelNotes {

    private final ModelRegistry registry;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ModelNotes(ModelRegistry registry, ApplicationEventPublisher events, Clock clock) {
        this.registry = registry;
        this.events = events;
        this.clock = clock;
    }

    /// Describes a model.
    ///
    /// @param description null leaves what is there
    @Transactional
    public RegisteredModel describe(String name, @Nullable String description) {
        RegisteredModel model = registry.lock(name);
        if (description != null) {
            model.describe(description, clock.instant());
        }
        return model;
    }

    /// Describes a version.
    ///
    /// @param description null leaves what is there
    @Transactional
    public ModelVersion describe(String name, int number, @Nullable String description) {
        ModelVersion version = registry.lockVersion(name, number);
        if (description != null) {
            version.describe(description, clock.instant());
        }
        return version;
    }

    @Transactional
    public void setTag(String name, Tag tag) {
        registry.lock(name).setTag(tag, clock.instant());
    }

    /// Takes a tag away; one that isn't there is none to take.
    @Transactional
    public void deleteTag(String name, String key) {
        registry.lock(name).deleteTag(key, clock.instant());
    }

    /// Writes a version's tag; one that decides what may serve is only written once.
    @Transactional
    public void setTag(String name, int number, Tag tag) {
        registry.lockVersion(name, number).setTag(tag, clock.instant());
        events.publishEvent(new VersionTagSet(name, number, tag));
    }

    /// Takes a version's tag away; one that isn't there is none to take.
    @Transactional
    public void deleteTag(String name, int number, String key) {
        ModelVersion version = registry.lockVersion(name, number);
        boolean wasThere = version.tag(key).isPresent();
        version.deleteTag(key, clock.instant());
        if (wasThere) {
            events.publishEvent(new VersionTagDeleted(name, number, key));
        }
    }
}
