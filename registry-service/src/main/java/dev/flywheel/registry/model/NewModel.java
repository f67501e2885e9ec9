package dev.flywheel.registry.model;

import dev.flywheel.registry.naming.Names;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client asks for when it registers a model.
public record NewModel(
        String name, @Nullable String description, @Nullable String userId, List<Tag> tags) {

    public NewModel {
        Names.model(name);
    }
}
