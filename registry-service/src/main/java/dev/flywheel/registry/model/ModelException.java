package dev.flywheel.registry.model;

/// Why a request about a model or a version was refused.
public abstract sealed class ModelException extends RuntimeException {

    private ModelException(String message) {
        super(message);
    }

    /// No model has the name.
    public static final class ModelNotFoundException extends ModelException {

        ModelNotFoundException(String name) {
            super("Registered Model with name=%s not found".formatted(name));
        }
    }

    /// A model of that name exists.
    public static final class ModelExistsException extends ModelException {

        ModelExistsException(String name) {
            super("Registered Model (name=%s) already exists.".formatted(name));
        }
    }

    /// The model has no version of that number.
    public static final class VersionNotFoundException extends ModelException {

        public VersionNotFoundException(String name, int number) {
            super("Model Version (name=%s, version=%d) not found".formatted(name, number));
        }
    }

    /// The model has no such alias.
    public static final class AliasNotFoundException extends ModelException {

        AliasNotFoundException(String alias) {
            super("Registered model alias %s not found.".formatted(alias));
        }
    }
}
